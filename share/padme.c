#include "share/padme.h"

static int log2_floor(uint64_t n)
{
	int bits = 0;
	while (n >>= 1)
		bits++;
	return bits;
}

uint64_t padme_size(uint64_t n)
{
	if (n < 2)
		return n;
	int exponent = log2_floor(n);
	int kept = log2_floor((uint64_t)exponent) + 1; /* bits of the size that stay visible */
	if (kept >= exponent)
		return n;
	uint64_t mask = ((uint64_t)1 << (exponent - kept)) - 1;
	return (n + mask) & ~mask;
}
