/*
 * late_int.h - what the files of late share; see late.h.
 *
 *   late.c        the processor itself, and what becomes of an operator that it does not know
 *   late_hold.c   what is held back, and writing it
 *   late_state.c  operators that set state: all of it is held back
 *   late_paint.c  operators that paint, and the paths they paint
 *   late_text.c   text, by absolute matrices
 */
#ifndef UNDERSEAL_PDF_LATE_INT_H
#define UNDERSEAL_PDF_LATE_INT_H

#include "formats/pdf/walk/late.h"

/* What is held back. Colours are two: the space, and the colour in it. */
enum slot {
	SLOT_WIDTH, SLOT_JOIN, SLOT_CAP, SLOT_MITER, SLOT_DASH, SLOT_INTENT, SLOT_FLATNESS, SLOT_STATE,
	SLOT_STROKE_SPACE, SLOT_STROKE, SLOT_FILL_SPACE, SLOT_FILL, SLOT_CLIP,
};

enum color { COLOR_NUMBERS, COLOR_PATTERN, COLOR_SHADE, COLOR_GRAY, COLOR_RGB, COLOR_CMYK };

struct held {
	enum slot slot;
	enum color color;
	char name[32];
	int n;
	float v[FZ_MAX_COLORS];
	pdf_obj *obj;            /* a dash array, or a graphics state */
	struct walk_path path;   /* a clip ...                        */
	fz_matrix lag;           /* ... and what leads to its space   */
};

/* The text state as the written stream has it. */
struct written {
	bool known, font_known;
	char font[32];
	float size, char_space, word_space, scale, rise;
	int render;
};

struct frame {
	bool open;               /* its q was written                                   */
	struct held *held;
	size_t n, room;
	fz_matrix lag;           /* what cm said and was not written                    */
	fz_matrix ctm;           /* of the written stream, to page points; once open    */
	struct written text;
};

struct late {
	pdf_processor super;
	pdf_processor *chain;
	struct frame *frames;
	int top, room;
	struct walk_path path;
	bool in_text, clips_by_text;
	bool paths_on_page;
};

#define LATE struct late *l = (struct late *)proc

static inline struct frame *late_top(struct late *l)
{
	return &l->frames[l->top];
}

/* late_hold.c: in the frame on top. What it replaces is forgotten; the result is lent until the next. */
struct held *late_hold(fz_context *ctx, struct late *l, enum slot slot, const char *name);
void late_drop_held(fz_context *ctx, struct held *h);
void late_drop_frame(fz_context *ctx, struct frame *f);

void late_end_text(fz_context *ctx, struct late *l);
void late_write_held(fz_context *ctx, struct late *l, struct frame *f, struct held *h);
/* Before a cm that takes the space of a frame to where it lies. */
void late_write_lag(fz_context *ctx, struct late *l, struct frame *f, fz_matrix lag);
/* Everything held back, from the outermost frame in. */
void late_settle(fz_context *ctx, struct late *l);
/* Catches up with the space that is in force. */
void late_own_space(fz_context *ctx, struct late *l);
/* Before anything that is drawn in user space and is not text. */
void late_settle_space(fz_context *ctx, struct late *l);

/* Each file's operators. */
void late_state_ops(pdf_processor *o);
void late_paint_ops(pdf_processor *o);
void late_text_ops(pdf_processor *o);

/* late_state.c: closes all that is open. */
void late_close_frames(fz_context *ctx, struct late *l);

#endif
