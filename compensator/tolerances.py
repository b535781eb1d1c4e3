"""How near is near enough: each idea once, with its size, what it is relative to, and why.

============  =====  ====================================  ================================================
name          size   relative to                           why
============  =====  ====================================  ================================================
``NOUGHT``    1e-14  largest term of a sum                 a price, or a step, that moves no share
``CANCELLED`` 1e-13  the parts of a difference             what subtracting equal figures leaves
``ROUNDING``  1e-12  largest figure of the sum             what adding floats leaves
``DROPPED``   1e-12  scaled coefficients of a program      HiGHS leaves out what is smaller
``FAINT``     1e-11  a row's scaled bound                  what adding floats may leave of a bound
``TIE``       1e-11  a class's largest term                two offers tie at exact prices
``SOLVED``    1e-10  scaled figures of a program           the least that HiGHS takes
``MET``       1e-9   the bound, or the terms it adds up    a limit is met, a share is nothing
``SAME``      1e-9   what a plan brings beyond nothing     two plans are equally good
``WHOLE``     1e-9   a count, at least 1                   whole but for what a formula left of it
``TRACED``    1e-8   the largest value of a frontier       a point that a solver found is on the curve
``NOISE``     1e-7   largest term of the reduced values    how far a solver's prices may be off
``PROVEN``    1e-6   what a plan brings beyond nothing     a gap that is told as proven
``TRIFLE``    1e-6   a figure, a share, one user           less is not told, and not looked for
``ALIKE``     1e-6   the larger of two typed figures       equal to six digits: perhaps meant to be equal
``SLIGHT``    1e-5   the figures it stands beside          a correction that leaves an answer what it is
``PRICED``    1e-4   the bound                             room of a row that a solver prices
``LESSER``    1e-4   the first of two aims                 the weight of the one that decides among equals
============  =====  ====================================  ================================================
"""

from typing import Final

NOUGHT: Final = 1e-14
CANCELLED: Final = 1e-13
ROUNDING: Final = 1e-12
DROPPED: Final = 1e-12
FAINT: Final = 1e-11
TIE: Final = 1e-11
SOLVED: Final = 1e-10
MET: Final = 1e-9
SAME: Final = 1e-9
WHOLE: Final = 1e-9
TRACED: Final = 1e-8
NOISE: Final = 1e-7
PROVEN: Final = 1e-6
TRIFLE: Final = 1e-6
ALIKE: Final = 1e-6
SLIGHT: Final = 1e-5
PRICED: Final = 1e-4
LESSER: Final = 1e-4
