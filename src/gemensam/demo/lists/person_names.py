# SPDX-License-Identifier: EUPL-1.2
"""First names and surnames that are common in Sweden, the more common ones first."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WOMEN = _words(
    """Anna Eva Maria Karin Sara Kristina Lena Emma Kerstin Marie Malin Jenny Hanna
    Linda Susanne Annika Elin Monica Johanna Sofia Carina Elisabeth Katarina Helena
    Ida Åsa Anette Sandra Camilla Anneli Maja Cecilia Gunilla Julia Frida Ulrika
    Therese Agneta Ann-Christin Lisa Moa Amanda Marianne Jessica Josefin Matilda Klara
    Pia Ellen Petra Birgitta Madeleine Charlotte Angelica Erika Caroline Pernilla Emelie
    Lovisa Alva Rebecka Veronica Mikaela Fatima Amina Nadia Zahra Leila Yasmin Maryam
    Samira Hodan Elena Jasmina Mirela Ewa Katarzyna Tuija Päivi Lotta Tove Ebba Saga
    Ellinor Marita Ingela Lise-Lotte Viktoria Isabelle Sanna Stina Towe Jonna Evelina
    Felicia Nathalie Agnes Hilda Ronja Linnea Vera Wilma Tilda Greta Hedvig Gun-Britt
    Yvonne Inger Berit Maud Siv Rose-Marie Britt Ylva Disa Tuva Liv Nora"""
)
MEN = _words(
    """Lars Mikael Anders Johan Erik Per Peter Jan Thomas Karl Fredrik Daniel Andreas
    Mattias Stefan Magnus Hans Bengt Mats Jonas Niklas Henrik Martin Alexander Oskar
    Leif Björn Patrik Ulf Christian Robert Jonathan Joakim Håkan David Marcus Simon
    Tobias Viktor Emil Göran Filip Robin Linus Kent Rickard Jesper Roger Rasmus Sebastian
    Pontus Adam Ali Mohammed Ahmed Hassan Omar Amir Reza Yusuf Abdi Dragan Goran Milan
    Ivan Tomasz Juha Mika Jari Conny Kenneth Claes Torbjörn Ola Roland Sven Tommy Lennart
    Anton Albin Isak Hugo Axel Gustav Ludvig Elias Noah Hampus Kristoffer Dennis Jimmy
    Morgan Nils Olof Arvid Edvin Felix Max Samuel Gabriel Benjamin Tim Kevin Kim Urban
    Rikard Staffan Dan Jörgen Ronny Sture Börje Jerker Ossian Melker Tage"""
)
SURNAMES = _words(
    """Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson
    Gustafsson Pettersson Jonsson Jansson Hansson Bengtsson Jönsson Lindberg Jakobsson
    Magnusson Lindström Olofsson Lindqvist Lindgren Berg Axelsson Bergström Lundberg
    Lind Lundgren Lundqvist Mattsson Berglund Fredriksson Sandberg Henriksson Forsberg
    Sjöberg Wallin Engström Eklund Danielsson Lundin Håkansson Björk Bergman Gunnarsson
    Holm Wikström Samuelsson Isaksson Fransson Bergqvist Nyström Holmberg Arvidsson
    Löfgren Söderberg Nyberg Blomqvist Claesson Nordström Mårtensson Lundström Viklund
    Eliasson Pålsson Björklund Berggren Sandström Lund Nordin Ström Åberg Falk Hermansson
    Ekström Holmgren Hellström Dahlberg Hedlund Sundberg Sjögren Ek Blom Abrahamsson
    Martinsson Öberg Andreasson Strömberg Månsson Hansen Åkesson Dahl Lindholm Norberg
    Holmqvist Jonasson Sundström Åström Ivarsson Ali Hassan Ahmed Mohamed Hussein
    Ibrahim Haddad Nguyen Kovačević Petrović Nowak Kowalska Virtanen Korhonen Hosseini
    Karimi Tesfaye Warsame Rosén Palm Nordlund Sköld Granlund Östlund Lilja Sundqvist
    Edlund Malmberg Ahlström Skoglund Stenberg Ekdahl Hedberg Rydberg Wahlström Dahlgren
    Boström Bodin Frisk Modig Rask Stål Hägg Alm Asp Rönn Granath Ekman Hedman Öhman
    Lindell Norén Melin Moberg Höglund Nordgren Wiklund Zetterberg Hallberg Ståhl Hjelm
    Kjellberg Thorsell Ottosson Josefsson Gabrielsson Kristiansson Davidsson Göransson
    Ljungberg Ljung Bäckström Franzén Wester Ekberg Törnqvist Rydén Westerlund"""
)
