/* Any bytes, any fold: offsets stay inside the source and ascend, and every lookup answers. */
#include "redact/base/fold.h"
#include "redact/base/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1)
		return 0;
	arena *mem = arena_new();
	str source = { (const char *)data + 1, size - 1 };
	folded f = fold(source, data[0] & 15, mem);

	if (!utf8_valid(f.text) || f.at[f.text.n] != source.n)
		abort();
	for (size_t i = 0; i < f.text.n; i++) {
		if (f.at[i] >= f.end[i] || f.end[i] > source.n || f.at[i] > f.at[i + 1])
			abort();
		str whole = fold_source(&f, source, i, f.text.n);
		if (whole.p < source.p || whole.p + whole.n > source.p + source.n)
			abort();
		fold_edge(&f, source, i);
		fold_gap(&f, source, i);
	}
	arena_drop(mem);
	return 0;
}
