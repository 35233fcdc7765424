/*
 * strip.h - words out of pictures, colour profiles and fonts without touching what they draw.
 *
 * Each function reads one format whole and appends to out a copy that holds only the parts on its
 * allow-list: no EXIF, XMP, IPTC, comments, thumbnails, vendor segments, names, nor bytes behind
 * the end. What decides how samples are decoded stays bit by bit.
 *
 * They are strict: on anything not understood they return false with *e set (out is then to be
 * thrown away), and the caller falls back to decoding and encoding anew, or drops the part.
 * Input is a stranger's; every length is checked; time and memory are linear in it.
 */
#ifndef UNDERSEAL_PDF_STRIP_H
#define UNDERSEAL_PDF_STRIP_H

#include "redact/base/buf.h"
#include "redact/base/err.h"

/* JPEG, baseline to lossless, any number of scans. APP0 is reduced to a bare JFIF header and APP14
 * to Adobe's colour transform, since both change decoding. A missing end marker is added. */
bool rpdf_strip_jpeg(str in, buf *out, err *e);

/* JPEG 2000, boxed or a bare codestream: header boxes, the first codestream, no comments. */
bool rpdf_strip_jpx(str in, buf *out, err *e);

/* JBIG2 segments as PDF embeds them, without file header; also the shared ones. */
bool rpdf_strip_jbig2(str in, buf *out, err *e);

/* ICC profile: the tags that convert colours, plus a fixed name and rights text of our own. */
bool rpdf_strip_icc(str in, buf *out, err *e);

/* TrueType and OpenType: the tables that draw; the name table and the rest go. */
bool rpdf_strip_sfnt(str in, buf *out, err *e);

/* Bare CFF and Type 1 (also in PFB wrapping): same length, same offsets; notices, full and family
 * names, comments are overwritten. Glyph names stay: encodings select glyphs by them. */
bool rpdf_strip_cff(str in, buf *out, err *e);
bool rpdf_strip_type1(str in, buf *out, err *e);

#endif
