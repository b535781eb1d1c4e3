*SENSE:Minimize
NAME          compensation
ROWS
 N  OBJ
 E  segment_1
 E  segment_2
 E  segment_3
 E  segment_4
 L  budget
 L  limit_1_max
 G  limit_2_min
COLUMNS
    x_1_0     segment_1   1.000000000000e0
    x_1_1     segment_1   1.000000000000e0
    x_1_1     budget     4.000000000000e2
    x_1_1     limit_1_max   4.000000000000e2
    x_1_1     limit_2_min   4.000000000000e4
    x_1_1     OBJ       -2.911796263903e4
    x_1_2     segment_1   1.000000000000e0
    x_1_2     budget     5.640000000000e4
    x_1_2     limit_1_max   5.640000000000e4
    x_1_2     limit_2_min   4.000000000000e4
    x_1_2     OBJ       -1.605221017280e5
    x_1_3     segment_1   1.000000000000e0
    x_1_3     budget     2.404000000000e5
    x_1_3     limit_1_max   2.404000000000e5
    x_1_3     limit_2_min   4.000000000000e4
    x_1_3     OBJ       -2.889397831104e5
    x_2_0     segment_2   1.000000000000e0
    x_2_1     segment_2   1.000000000000e0
    x_2_1     budget     1.100000000000e3
    x_2_1     limit_1_max   1.100000000000e3
    x_2_1     limit_2_min   1.100000000000e5
    x_2_1     OBJ       -5.479628168797e4
    x_2_2     segment_2   1.000000000000e0
    x_2_2     budget     1.551000000000e5
    x_2_2     limit_1_max   1.551000000000e5
    x_2_2     limit_2_min   1.100000000000e5
    x_2_2     OBJ       -2.739814084398e5
    x_3_0     segment_3   1.000000000000e0
    x_3_1     segment_3   1.000000000000e0
    x_3_1     budget     4.000000000000e3
    x_3_1     limit_1_max   4.000000000000e3
    x_3_1     OBJ       -3.721342881432e4
    x_3_4     segment_3   1.000000000000e0
    x_3_4     budget     4.160000000000e4
    x_3_4     limit_1_max   2.320000000000e5
    x_3_4     OBJ       -3.724788569285e4
    x_4_0     segment_4   1.000000000000e0
    x_4_1     segment_4   1.000000000000e0
    x_4_1     budget     2.500000000000e3
    x_4_1     limit_1_max   2.500000000000e3
    x_4_1     OBJ       -1.235077723996e4
    x_4_4     segment_4   1.000000000000e0
    x_4_4     budget     1.340000000000e4
    x_4_4     limit_1_max   1.450000000000e5
    x_4_4     OBJ       -9.510098474771e4
RHS
    RHS       segment_1   1.000000000000e0
    RHS       segment_2   1.000000000000e0
    RHS       segment_3   1.000000000000e0
    RHS       segment_4   1.000000000000e0
    RHS       budget     2.500000000000e5
    RHS       limit_1_max   6.000000000000e5
    RHS       limit_2_min   7.500000000000e4
BOUNDS
ENDATA
