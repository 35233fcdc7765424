#!/bin/sh
# A small soak (tests/scale/soak.sh): enough that each kind of fault comes up, in seconds.
DOCS=${DOCS:-150} ROUNDS=${ROUNDS:-8} exec sh tests/scale/soak.sh
