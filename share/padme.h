/*
 * padme.h - how large a bundle is made, so that its size says little about its content.
 *
 * PADME (Nikitin and others, "Reducing Metadata Leakage from Encrypted Files and Communication with
 * PURBs", 2019): sizes are rounded up so that only the top bits of a size remain. It adds at most
 * 12 % to a small file, and less the larger it is.
 */
#ifndef UNDERSEAL_PADME_H
#define UNDERSEAL_PADME_H

#include <stdint.h>

/* The size to pad n bytes to: n <= result; n below 2^62. */
uint64_t padme_size(uint64_t n);

#endif
