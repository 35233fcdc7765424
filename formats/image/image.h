/*
 * image.h - pictures as documents of their own: a format for each kind of file, out as what it was.
 */
#ifndef UNDERSEAL_IMAGE_H
#define UNDERSEAL_IMAGE_H

#include "redact/format.h"

extern const format format_png, format_jpeg, format_tiff;

#endif
