"""A model of likeness from the records of persons, without labels."""

from __future__ import annotations

from pole.access.session import Inquiry
from pole.errors import UsageError
from pole.identity.person.model import Model
from pole.identity.person.profile import Profile
from pole.identity.person.training import train
from pole.service.explaining.personas import personas
from pole.service.identity_extract import mentions_of_persons

FEWEST = 100
"""Records; of fewer nothing is to be learnt."""


def trained(inquiry: Inquiry) -> Model:
    """From all that this viewer sees of persons; the same records give the same model. Raises NotEntitledError and UsageError."""
    profiles = named_profiles(inquiry)
    if len(profiles) < FEWEST:
        raise UsageError(
            f"There are {len(profiles)} records that name a person, and {FEWEST} are needed to learn from."
        )
    inquiry.counts("profile", len(profiles))
    return train(profiles)


def named_profiles(inquiry: Inquiry) -> dict[str, Profile]:
    """What each record says that names a person, by the row and name of its mention; one without a name teaches nothing."""
    return {
        who: persona.profile
        for _, mentions in mentions_of_persons(inquiry)
        for who, persona in personas(inquiry, mentions).items()
        if persona.profile.forename and persona.profile.surname
    }
