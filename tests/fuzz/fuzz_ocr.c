/*
 * fuzz_ocr.c - odd pictures: what is done to pixels before Tesseract sees them. Four bytes of sizes and
 * kinds, then samples, repeated where they do not suffice. Tesseract itself is not ours to fuzz.
 */
#include "formats/lib/ocr/ocr.h"

#include <leptonica/allheaders.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n < 6)
		return 0;
	ocr_picture p = { .w = 1 + data[0] * 2, .h = 1 + data[1] * 2, .channels = data[2] & 1 ? 3 : 1, .dpi = data[2] & 2 ? 600 : 0 };
	p.stride = (size_t)p.w * (size_t)p.channels + (data[2] >> 6);
	size_t size = p.stride * (size_t)p.h;
	unsigned char *samples = malloc(size);
	if (!samples)
		return 0;
	for (size_t i = 0; i < size; i++)
		samples[i] = data[4 + i % (n - 4)];
	p.samples = samples;
	ocr_box area = { data[3] - 20, data[4] - 20, data[3] + data[5], data[4] + data[5] };
	setMsgSeverity(L_SEVERITY_NONE);
	ocr_has_words(&p, &area, data[2] >> 2 & 1);
	free(samples);
	return 0;
}
