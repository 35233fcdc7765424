#include "redact/model/geom.h"

static float least(float a, float b) { return a < b ? a : b; }
static float most(float a, float b) { return a > b ? a : b; }

rect affine_rect(affine m, rect r)
{
	const float x[] = { r.x0, r.x1 }, y[] = { r.y0, r.y1 };
	rect out = { 0 };
	for (int i = 0; i < 4; i++) {
		float px = m.a * x[i & 1] + m.c * y[i >> 1] + m.e, py = m.b * x[i & 1] + m.d * y[i >> 1] + m.f;
		out = i == 0 ? (rect){ px, py, px, py } :
		      (rect){ least(out.x0, px), least(out.y0, py), most(out.x1, px), most(out.y1, py) };
	}
	return out;
}

bool affine_inverse(affine m, affine *out)
{
	double area = (double)m.a * m.d - (double)m.b * m.c;
	/* Also false for what is no number. */
	if (!(area > 1e-12 || area < -1e-12))
		return false;
	double a = m.d / area, b = -m.b / area, c = -m.c / area, d = m.a / area;
	*out = (affine){ (float)a, (float)b, (float)c, (float)d, (float)-(m.e * a + m.f * c), (float)-(m.e * b + m.f * d) };
	return true;
}

bool rect_empty(rect r)
{
	return !(r.x1 > r.x0 && r.y1 > r.y0);
}

bool rect_overlap(rect a, rect b)
{
	return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;
}

rect rect_union(rect a, rect b)
{
	if (rect_empty(a))
		return b;
	if (rect_empty(b))
		return a;
	return (rect){ least(a.x0, b.x0), least(a.y0, b.y0), most(a.x1, b.x1), most(a.y1, b.y1) };
}

rect rect_intersect(rect a, rect b)
{
	if (!rect_overlap(a, b))
		return (rect){ 0 };
	return (rect){ most(a.x0, b.x0), most(a.y0, b.y0), least(a.x1, b.x1), least(a.y1, b.y1) };
}

float rect_area(rect r)
{
	return rect_empty(r) ? 0 : (r.x1 - r.x0) * (r.y1 - r.y0);
}

rect rect_beside(rect r, rect own, rect other)
{
	float x = (own.x0 + own.x1) / 2, y = (own.y0 + own.y1) / 2;
	float dx = (other.x0 + other.x1) / 2 - x, dy = (other.y0 + other.y1) / 2 - y;
	bool across = dx * dx >= dy * dy;
	if (across && dx > 0)
		r.x1 = least(r.x1, (own.x1 + other.x0) / 2);
	else if (across && dx < 0)
		r.x0 = most(r.x0, (own.x0 + other.x1) / 2);
	else if (!across && dy > 0)
		r.y1 = least(r.y1, (own.y1 + other.y0) / 2);
	else if (!across)
		r.y0 = most(r.y0, (own.y0 + other.y1) / 2);
	return r;
}

rect rect_between(rect r, rect own, rect before, rect after)
{
	rect left = rect_beside(rect_beside(r, own, before), own, after);
	return rect_union(rect_empty(left) ? r : left, own);
}

rect rect_grow(rect r, float by)
{
	return (rect){ r.x0 - by, r.y0 - by, r.x1 + by, r.y1 + by };
}

bool rect_lies_under(rect what, float size, bool upright, rect box)
{
	if (!rect_overlap(what, box))
		return false;
	float x = (what.x0 + what.x1) / 2, y = (what.y0 + what.y1) / 2;
	bool centre = x > box.x0 && x < box.x1 && y > box.y0 && y < box.y1;
	float side = least(box.x1 - box.x0, box.y1 - box.y0);
	if (centre && size <= (upright ? 3 : 8) * side)
		return true;
	return rect_area(rect_intersect(what, box)) > 0.5f * rect_area(what);
}
