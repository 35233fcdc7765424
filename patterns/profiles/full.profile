# What is found goes as a whole. Names on a list of minors keep their initials, as that list is for.
title  = nothing stays of what is found
source = the default of this program
minor  = initials
