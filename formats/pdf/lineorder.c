#include "formats/pdf/lineorder.h"

static int by_number(const line_spot *x, const line_spot *y)
{
	return (x->number > y->number) - (x->number < y->number);
}

int line_spot_by_line(const void *a, const void *b)
{
	const line_spot *x = a, *y = b;
	if (x->turn != y->turn)
		return x->turn < y->turn ? -1 : 1;
	if (x->across != y->across)
		return x->across < y->across ? -1 : 1;
	return by_number(x, y);
}

int line_spot_by_side(const void *a, const void *b)
{
	const line_spot *x = a, *y = b;
	if (x->along != y->along)
		return x->along < y->along ? -1 : 1;
	return by_number(x, y);
}
