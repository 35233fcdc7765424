/*
 * sameops_tracer.h - what sameops_trace.c and sameops_colour.c share: the processor that writes down operators.
 */
#ifndef UNDERSEAL_PDF_SAMEOPS_TRACER_H
#define UNDERSEAL_PDF_SAMEOPS_TRACER_H

#include "formats/pdf/proof/sameops_int.h"

#include <string.h>

enum {
	DEEPEST_STATE = 200,
	MOST_BYTES = 64 << 20,
	MOST_DASHES = 64,
	DEVICE_SPACE = -1, /* a device's colour space, or no font  */
	INHERITED = -2,    /* what it is stands in another stream  */
};

/* One byte leads each operator; several have parts of their own. */
enum op {
	OP_q = 1, OP_Q, OP_cm, OP_w, OP_j, OP_J, OP_M, OP_d, OP_ri, OP_i,
	OP_m, OP_l, OP_c, OP_v, OP_y, OP_h, OP_re,
	OP_S, OP_s, OP_f, OP_fstar, OP_B, OP_Bstar, OP_b, OP_bstar, OP_n, OP_W, OP_Wstar,
	OP_BT, OP_ET, OP_Tc, OP_Tw, OP_Tz, OP_TL, OP_Tf, OP_Tr, OP_Ts, OP_Td, OP_TD, OP_Tm, OP_Tstar,
	OP_show, OP_adjust,
	OP_G, OP_g, OP_RG, OP_rg, OP_K, OP_k, OP_CS, OP_cs, OP_SC, OP_sc,
	OP_device_CS, OP_device_cs,
	OP_image, OP_form,
	OP_gs_BM, OP_gs_ca, OP_gs_CA, OP_gs_OP, OP_gs_op, OP_gs_OPM, OP_gs_bp, OP_gs_no_mask, OP_gs_plain,
};

/* What of the graphics state decides which refs a string or colour goes with. */
typedef struct trace_state {
	int font, fill, stroke;
} trace_state;

typedef struct tracer {
	pdf_processor super;
	trace *t;
	pdf_obj *rdb;               /* lent                                           */
	fz_cookie cookie;           /* its abort stops the interpreter                */
	bool refused;
	bool in_text;
	trace_state states[DEEPEST_STATE];
	int depth;
	size_t closed_at;           /* where the outermost state was first left, or 0 */
} tracer;

/* The trace will be of no use: whoever writes it stops. */
static inline void trace_refuse(tracer *p)
{
	p->refused = true;
	p->cookie.abort = 1;
}

/* Makes room for so many bytes more. */
void trace_grow(fz_context *ctx, tracer *p, size_t more);

/* n bytes behind the others, to be filled by the caller. */
static inline unsigned char *trace_more(fz_context *ctx, tracer *p, size_t n)
{
	trace *t = p->t;
	if (t->room - t->n < n)
		trace_grow(ctx, p, n);
	unsigned char *at = t->bytes + t->n;
	t->n += n;
	return at;
}

static inline void trace_put(fz_context *ctx, tracer *p, enum op op, const float *v, size_t n)
{
	unsigned char *at = trace_more(ctx, p, 1 + n * sizeof *v);
	*at = (unsigned char)op;
	if (n)
		memcpy(at + 1, v, n * sizeof *v);
}

#define PUT(op, ...) \
	trace_put(ctx, (tracer *)p, op, (const float[]){ __VA_ARGS__ }, sizeof (const float[]){ __VA_ARGS__ } / sizeof(float))

/* Bytes of any length; returns where they stand. */
size_t trace_put_bytes(fz_context *ctx, tracer *p, enum op op, const void *s, size_t n);

/* Lent until the next. */
trace_ref *trace_put_ref(fz_context *ctx, tracer *p, trace_kind kind);

/* sameops_colour.c: the operators that set colours, and parameters by dictionaries. */
void trace_colour_ops(pdf_processor *s);

#endif
