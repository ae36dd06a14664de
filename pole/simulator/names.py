"""Names to draw from: common ones, put together by chance, so that any likeness to a real person is chance too."""

from __future__ import annotations

from dataclasses import dataclass

from pole.simulator.chance import Chance, Weighted
from pole.simulator.words import words


@dataclass(frozen=True, slots=True)
class Community:
    """People who share a stock of names, with their codes of self-defined and officer-observed ethnicity."""

    men: tuple[str, ...]
    women: tuple[str, ...]
    surnames: tuple[str, ...]
    self_defined: str
    observed: str
    religions: Weighted[str]


_BRITISH_SURNAMES = words("""
    Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts Green
    Hall Wood Jackson Clarke Harrison Turner Hughes Edwards Hill Cooper Ward Moore Morris King Watson Baker Harris
    Morgan Allen James Scott Phillips Parker Mitchell Bennett Cook Shaw Carter Collins Bailey Richardson Marshall Cox
    Ellis Lee Wilkinson Adams Foster Chapman Mason Webb Rogers Gibson Hunt Mills Holmes Palmer Matthews Fisher Barnes
    Knight Lloyd Butler Barker Stevens Jenkins Fletcher Dixon Hopkins Sutton Bradley Hartley Ashworth Entwistle Ogden
    Schofield Greenwood Sutcliffe Butterworth Kershaw Whitworth Haworth Lomax Hargreaves Pickup Rushton Tattersall
    Duckworth Ramsbottom Fairclough Hindle Crabtree Barraclough Thackray Braithwaite Metcalfe Birtwistle Heaton Lumb
    Holroyd Priestley Ackroyd Murgatroyd Feather Sugden Illingworth Rhodes Whitaker Oldroyd Brearley Midgley Naylor
    Pilling Warburton Bickerstaff Cartwright Dewhurst Eccles Farnworth Garside Hibbert Isherwood Jepson Kenyon Leigh
    Marsden Nuttall Openshaw Partington Quigley Rigby Seddon Tyldesley Unsworth Valentine Wardle Yates Abbott Bolton
    O'Brien O'Neill Smith-Hall Taylor-Reed Clarke-Lomax Marsden-Webb Booth Crossley Dyson Eastwood Firth Gledhill Hirst
""")

COMMUNITIES: Weighted[Community] = Weighted(
    [
        (
            Community(
                words("""
                James John Robert Michael David William Richard Thomas Mark Paul Steven Andrew Kenneth George
                Joshua Kevin Brian Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan
                Stephen Lawrence Justin Scott Brandon Benjamin Samuel Gregory Frank Alexander Raymond Patrick Jack
                Dennis Harry Oliver Charlie Alfie Archie Leo Freddie Theo Arthur Finley Lewis Callum Connor Liam
                Kieran Craig Lee Darren Wayne Shane Dean Carl Neil Ian Keith Barry Trevor Colin Malcolm Derek Roy
                Stuart Graham Philip Simon
                """),
                words("""
                Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Margaret
                Sandra Ashley Kimberly Emily Donna Michelle Carol Amanda Dorothy Melissa Deborah Stephanie Rebecca
                Laura Helen Sharon Cynthia Kathleen Amy Angela Shirley Anna Brenda Pamela Emma Nicole Samantha
                Katherine Christine Olivia Amelia Isla Ava Mia Ivy Lily Isabella Rosie Sophia Grace Freya Florence
                Poppy Ella Chloe Charlotte Tracey Julie Jacqueline Gillian Lorraine Janet Maureen Jean Hayley
                Gemma Kelly Kirsty Leanne Zoë Natalie
                """),
                _BRITISH_SURNAMES,
                "W1",
                "1",
                Weighted({"CHR": 48, "NON": 45, "OTH": 2, "BUD": 1}.items()),
            ),
            74,
        ),
        (
            Community(
                words("""
                Mohammed Ahmed Ali Imran Usman Bilal Hamza Tariq Zahid Asif Kamran Nadeem Shahid Faisal Adeel
                Waqas Haroon Saqib Yusuf Ibrahim Omar Zain Rehan Junaid Khalid Arshad Sajid Nasir Farhan Danish
                """),
                words("""
                Aisha Fatima Zainab Maryam Khadija Saima Nadia Shazia Rukhsana Sana Hina Amina Noor Iqra Bushra
                Farah Samina Nasreen Rabia Sadia Uzma Yasmin Zara Mehwish Kiran Lubna Tahira Naila Humaira Asma
                """),
                words("""
                Khan Hussain Ahmed Ali Mahmood Iqbal Akhtar Begum Malik Shah Mirza Butt Aslam Rashid Hassan
                Chaudhry Qureshi Siddiqui Raja Javed Anwar Bashir Farooq Ghani Haider Latif Majid Nawaz Parvez
                Rafiq Saleem Yousaf
                """),
                "A2",
                "4",
                Weighted({"MUS": 95, "NON": 4, "OTH": 1}.items()),
            ),
            10,
        ),
        (
            Community(
                words("""
                Amit Raj Sanjay Vikram Rahul Anil Deepak Nikhil Harpreet Gurpreet Jaspal Manjit Sukhdev Balwinder
                Ravi Kishan Mohan Suresh Arjun Dev
                """),
                words("""
                Priya Anita Sunita Kavita Neha Pooja Meena Harjit Manpreet Simran Jasmine Rupinder Kiranjit
                Lakshmi Divya Nisha Geeta Radha Asha Rekha
                """),
                words("""
                Patel Singh Kaur Sharma Shah Gill Sandhu Dhillon Mistry Desai Joshi Mehta Parmar Chauhan Rai Bains
                Sidhu Grewal Kapoor Reddy
                """),
                "A1",
                "4",
                Weighted({"HIN": 50, "SIK": 38, "NON": 9, "CHR": 3}.items()),
            ),
            5,
        ),
        (
            Community(
                words("""
                Kwame Kofi Emeka Chidi Tunde Segun Femi Jermaine Tyrone Marcus Leroy Winston Delroy Curtis Isaac
                Malachi Reuben Elijah Dwayne Tendai
                """),
                words("""
                Ama Abena Ngozi Chioma Folake Yetunde Shanice Latoya Keisha Monique Chantelle Grace Blessing
                Comfort Esther Naomi Marcia Yvonne Tanisha Rudo
                """),
                words("""
                Mensah Owusu Boateng Okafor Adeyemi Okonkwo Campbell Grant Bailey Francis Joseph Charles Pierre
                Gordon Moyo Ncube Asante Eze Balogun Thompson
                """),
                "B2",
                "3",
                Weighted({"CHR": 75, "MUS": 12, "NON": 12, "OTH": 1}.items()),
            ),
            5,
        ),
        (
            Community(
                words("""
                Piotr Krzysztof Andrzej Tomasz Marcin Mariusz Jakub Mateusz Dawid Adrian Viktor Andrei Ion Florin
                Marek
                """),
                words("""
                Anna Katarzyna Agnieszka Magdalena Ewa Zuzanna Julia Elena Ioana Andreea Monika Beata Renata Irina
                Oksana
                """),
                words("""
                Nowak Kowalski Wisniewski Wójcik Kaminski Lewandowski Popescu Ionescu Radu Novak Horvat Dumitru
                Mazur Zielinski Pavlov
                """),
                "W9",
                "2",
                Weighted({"CHR": 72, "NON": 26, "JEW": 2}.items()),
            ),
            4,
        ),
        (
            Community(
                words("""
                Sean Seán Liam Declan Brendan Eamonn Cormac Fergus Patrick Martin Michael Miles John_Paul Francis
                Bernard
                """),
                words("""
                Siobhan Siobhán Niamh Aoife Bridget Kathleen Maeve Roisin Orla Ciara Bernadette Mary_Ellen
                Margaret Nora Teresa
                """),
                words("""
                Murphy Kelly O'Connor Doherty Gallagher Ward McDonagh Connors Quinn McCarthy Ryan Brennan Nolan
                Mac_an_Bhaird Doran
                """),
                "W2",
                "1",
                Weighted({"CHR": 80, "NON": 20}.items()),
            ),
            2,
        ),
    ]
)

NICKNAMES = {
    "James": "Jim", "John": "Jack", "Robert": "Bob", "Michael": "Mick", "David": "Dave", "William": "Billy",
    "Richard": "Ricky", "Thomas": "Tommy", "Steven": "Ste", "Andrew": "Andy", "Kenneth": "Kenny", "Edward": "Ted",
    "Anthony": "Tony", "Joshua": "Josh", "Nicholas": "Nick", "Jonathan": "Jonny", "Benjamin": "Ben", "Samuel": "Sam",
    "Gregory": "Greg", "Alexander": "Alex", "Raymond": "Ray", "Patrick": "Paddy", "Timothy": "Tim", "Ronald": "Ronnie",
    "Elizabeth": "Liz", "Patricia": "Pat", "Jennifer": "Jen", "Susan": "Sue", "Deborah": "Debbie", "Rebecca": "Becky",
    "Christine": "Chris", "Samantha": "Sam", "Katherine": "Kate", "Kimberly": "Kim", "Margaret": "Maggie",
    "Mohammed": "Mo", "Krzysztof": "Kris", "Jacqueline": "Jackie", "Stephanie": "Steph", "Charlotte": "Lottie",
}  # fmt: skip
"""What people are called by those who know them; a record may hold either."""

STREET_NAMES = ("Tiny", "Ginger", "Smithy", "Jonno", "Bear", "Slim", "Macca", "Tank", "Dutch", "Sparky", "Bones", "Red")
"""Names that say nothing of the real one, as aliases."""


def community(chance: Chance) -> Community:
    """One to be born into."""
    return chance.draw(COMMUNITIES)
