"""What a load comes to when it is disturbed: killed, refused, sent twice, sent wrong, in any order."""
