#include "share/digest.h"

#include "share/zipout.h"

void digest_init(digest *d)
{
	sha256_init(&d->hash);
	d->size = 0;
	d->crc = 0;
}

void digest_add(digest *d, const void *bytes, size_t n)
{
	sha256_add(&d->hash, bytes, n);
	digest_sum(d, bytes, n);
}

void digest_sum(digest *d, const void *bytes, size_t n)
{
	d->crc = zipout_crc(d->crc, bytes, n);
	d->size += n;
}

void digest_done(digest *d, char hex[static SHA256_HEX])
{
	sha256_done(&d->hash, hex);
}
