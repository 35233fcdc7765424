"use strict";
(() => {
	const PER_PAGE = 100;
	const byId = id => document.getElementById(id);
	const data = id => { const at = byId(id); return at ? JSON.parse(at.textContent) : null; };
	const sum = data("sum"), documents = data("documents");
	const numbers = new Intl.NumberFormat();
	const names = new Intl.Collator(undefined, { numeric: true });

	/* make("td", "n", child...): an element; a child is an element or text, never markup. */
	function make(kind, look, ...inner) {
		const made = document.createElement(kind);
		if (look)
			made.className = look;
		made.append(...inner.filter(one => one !== null && one !== undefined && one !== ""));
		return made;
	}
	const say = n => numbers.format(n || 0);
	const many = (n, one, more) => `${say(n)} ${n === 1 ? one : more}`;
	const bidi = text => make("bdi", "", text);
	const when = text => {
		const at = new Date(text);
		return isNaN(at) ? text : at.toLocaleString(undefined, { dateStyle: "long", timeStyle: "short" });
	};

	/* ---- tables ---- */

	function table(heads, rows) {
		const head = make("tr", "");
		for (const [text, look] of heads) {
			const th = make("th", look, text);
			th.scope = "col";
			head.append(th);
		}
		const body = make("tbody", "");
		for (const row of rows)
			body.append(make("tr", "", ...row.map((cell, i) => make("td", heads[i][1], cell))));
		return make("table", "", make("thead", "", head), body);
	}

	function foundTable(found) {
		const kept = found.some(line => line[5]), dropped = found.some(line => line[4]);
		const heads = [["Rule", "code"], ["Code", "code"], ["Reason", ""], ["Removed", "n"]];
		if (dropped)
			heads.push(["In what was left out", "n"]);
		if (kept)
			heads.push(["Stays", "n"]);
		return table(heads, found.map(([rule, code, reason, applied, gone, stays]) => {
			const row = [bidi(rule), bidi(code), bidi(reason), say(applied)];
			if (dropped)
				row.push(say(gone));
			if (kept)
				row.push(say(stays));
			return row;
		}));
	}

	const dropTable = drops => table([["What", ""], ["How many", "n"]], drops.map(([what, n]) => [bidi(what), say(n)]));
	const boxed = inner => make("div", "wide", inner);

	/* ---- the head of the page ---- */

	function notice(look, text) {
		byId("notices").append(make("p", `notice ${look}`, text));
	}

	function showHead() {
		byId("when").textContent = `Made on ${when(sum.made)} by ${sum.tool}` + (sum.begun ? `. The last run was begun on ${when(sum.begun)}.` : ".");
		if (sum.first_bad_row)
			notice("bad", `The ledger was changed: row ${sum.first_bad_row} is not as it was written. Do not rely on this page.`);
		if (!sum.over)
			notice("bad", "The last run did not come to its end. Call redact again; it goes on where it stopped.");
		if (sum.look)
			notice("warn", `A person must look at ${many(sum.look, "document", "documents")}.`);
		else if (sum.over && !sum.first_bad_row)
			notice("good", sum.documents === 1 ? "The document is proven, and nothing is left to look at." : "All documents are proven, and nothing is left to look at.");
		const cards = [
			["documents", sum.documents, "", true], ["proven", sum.proven, "good", true], ["withheld: slip sheets", sum.withheld, ""], ["refused", sum.refused, "bad"],
			["failed", sum.failed, "bad"], ["inputs that could not be read at all", sum.unread, "bad"], ["skipped: not a format we know", sum.skipped, "warn"], ["outputs not as proven", sum.gone, "bad"],
			["redactions", sum.marks, "", true], ["pages", sum.pages, ""], ["pages or pictures that cannot be searched", sum.unsearchable, "warn"],
			["copies of what is withheld", sum.withheld_copies, "warn"], ["documents still hold values removed elsewhere", sum.near, "warn"], ["copies of other documents", sum.copied, ""],
		];
		for (const [label, n, look, always] of cards)
			if (n || always)
				byId("sums").append(make("div", "", make("dt", "", label), make("dd", n ? look : "", say(n))));
		byId("found").append(sum.found.length ? boxed(foundTable(sum.found)) : make("p", "none", "Nothing."));
		byId("drops").append(sum.drops.length ? boxed(dropTable(sum.drops)) : make("p", "none", "Nothing."));
		byId("foot").textContent = `Nothing that was removed stands on this page; it is made of the redaction log, the proofs and the redacted files. ` +
			`It is for whoever answers for the documents. Ledger: ${many(sum.ledger_rows, "row", "rows")}, the last one ${sum.ledger_chain.slice(0, 16)}.`;
	}

	/* ---- one document ---- */

	function part(title, inner, look) {
		return make("div", look || "", make("h3", "", title), inner);
	}

	function facts(d) {
		const list = make("dl", "facts");
		const add = (label, value) => { if (value) list.append(make("dt", "", label), make("dd", "", value)); };
		add("Output", d.output && bidi(d.output));
		add("SHA-256", d.output_sha256 && make("code", "", d.output_sha256));
		add("Size", d.bytes && `${say(d.bytes)} bytes`);
		add("Format", d.format);
		add("Profile", d.profile);
		add("Copy of", d.copy_of && bidi(d.copy_of));
		add("Came out of", d.attachment_of && bidi(d.attachment_of));
		add("Done", d.made && when(d.made));
		add("Took", d.milliseconds && `${(d.milliseconds / 1000).toLocaleString(undefined, { maximumFractionDigits: 1 })} s`);
		add("Row of the ledger", d.row && say(d.row));
		return list;
	}

	function checks(d) {
		const list = make("ul", "plain");
		for (const [name, outcome, text] of d.checks || [])
			list.append(make("li", outcome === "fail" ? "bad" : "none",
				`${outcome === "fail" ? "\u2717 failed" : "\u2013 not made"}: ${sum.check_names[name]}`, text ? ": " : "", text ? bidi(text) : ""));
		for (const name of d.passed || [])
			list.append(make("li", "", make("span", "good", "\u2713 "), sum.check_names[name]));
		return list;
	}

	function whyNoPages(d) {
		if (!sum.pictures_each)
			return "No pages are shown: it was asked for none.";
		if (d.format === "docx")
			return "A Word document has no pages to show until a word processor lays it out.";
		if (d.format !== "pdf")
			return "No pages are shown of files of this kind.";
		if (!(d.found || []).some(line => line[3]))
			return "No page has redactions.";
		return sum.undrawn ? `No pages are shown: of all documents together there are ${many(sum.pictures, "page", "pages")}, and this one comes behind those.`
			: "Its pages could not be drawn.";
	}

	function shots(d) {
		const drawn = data(`pictures-${d.row}`);
		if (!drawn)
			return part("Pages", make("p", "none", whyNoPages(d)), "whole");
		const list = make("div", "shots");
		for (const one of drawn) {
			const img = make("img", "");
			img.width = one.width;
			img.height = one.height;
			img.alt = `Page ${one.page} of ${d.output} as it was redacted, too small to be read`;
			img.src = one.src;
			list.append(make("figure", "", img, make("figcaption", "", `Page ${one.page}`)));
		}
		return part(d.marks ? "Pages with redactions, the first ones" : "Pages", list, "whole");
	}

	function list(lines) {
		const made = make("ul", "");
		for (const line of lines)
			made.append(make("li", "", bidi(line)));
		return made;
	}

	function detail(d) {
		const parts = make("div", "parts");
		if (d.reason)
			parts.append(part("Why nothing came out", make("div", "", make("p", "bad", bidi(d.reason)), d.hint ? make("p", "", bidi(d.hint)) : null), "whole"));
		const todo = toDo(d);
		if (todo.length && !d.reason)
			parts.append(part("To look at", list(todo), "whole"));
		if (d.found)
			parts.append(part("Removed", foundTable(d.found)));
		if (d.drops)
			parts.append(part("Left out", dropTable(d.drops)));
		if (d.notes)
			parts.append(part("Notes of the proof", list(d.notes)));
		if ((d.passed && d.passed.length) || d.checks)
			parts.append(part("Checks of the written file", checks(d)));
		parts.append(part("The file", facts(d)));
		if (cameOut(d))
			parts.append(shots(d));
		return parts;
	}

	/* ---- the table of documents ---- */

	/* In place of a document that is withheld came a slip sheet. */
	function cameOut(d) {
		return d.state === "proven" || d.state === "withheld";
	}

	function toDo(d) {
		const said = [];
		if (d.gone)
			said.push("the output is not there as it was proven");
		if (d.withheld_copy)
			said.push("has the same bytes as a document that is withheld, and came out");
		if (d.unsearchable)
			said.push(`${many(d.unsearchable, "page or picture", "pages or pictures")} cannot be searched`);
		if (d.near)
			said.push(`holds ${many(d.near, "value", "values")} removed elsewhere`);
		if (d.look && !d.unsearchable)
			said.push("a check could not be made for all of it");
		return said;
	}

	const columns = [
		{ text: "Document", look: "name", key: d => d.output || d.name || "", compare: names.compare },
		{ text: "Result", look: "", key: d => d.state || "", compare: names.compare },
		{ text: "Redactions", look: "n", key: d => d.marks || 0 },
		{ text: "Pages", look: "n", key: d => d.pages || 0 },
		{ text: "Left out", look: "n", key: d => (d.drops || []).reduce((n, drop) => n + drop[1], 0) },
		{ text: "To look at, or why not", look: "why", key: d => toDo(d).join("; ") || d.reason || "", compare: names.compare },
	];
	const looks = { proven: "good", withheld: "good", refused: "bad", failed: "bad", skipped: "warn" };
	const view = { column: 0, down: false, at: 0, shown: documents, open: new Set() };

	const text = documents.map(d => [d.output, d.name, d.state, d.reason, d.format, ...(d.found || []).flat(), ...toDo(d)].join(" ").toLocaleLowerCase());
	const mustLook = d => !cameOut(d) || toDo(d).length > 0;

	function choose() {
		const words = byId("words").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
		const state = byId("state").value, look = byId("look").checked;
		const column = columns[view.column], compare = column.compare || ((a, b) => a - b);
		const keyed = [];
		documents.forEach((d, i) => {
			if ((!state || d.state === state) && (!look || mustLook(d)) && words.every(word => text[i].includes(word)))
				keyed.push([column.key(d), i, d]);
		});
		keyed.sort((a, b) => (view.down ? -1 : 1) * compare(a[0], b[0]) || a[1] - b[1]);
		view.shown = keyed.map(one => one[2]);
		view.at = 0;
		draw();
	}

	function toggle(d, row, button) {
		const open = !view.open.has(d);
		if (open)
			view.open.add(d);
		else
			view.open.delete(d);
		button.setAttribute("aria-expanded", String(open));
		if (!open) {
			row.nextSibling.remove();
			return;
		}
		const cell = make("td", "", detail(d));
		cell.colSpan = columns.length;
		row.after(make("tr", "detail", cell));
	}

	function rowOf(d) {
		const button = make("button", "", bidi(columns[0].key(d) || "(no name)"));
		button.type = "button";
		button.setAttribute("aria-expanded", "false");
		const row = make("tr", "", make("td", "name", button));
		for (const column of columns.slice(1)) {
			const value = column.key(d), number = column.look === "n";
			const cell = make("td", column.look, number ? (value || (cameOut(d) && column.text !== "Pages") ? say(value) : "\u2013") : bidi(String(value)));
			if (column.text === "Result")
				cell.className = looks[value] || "";
			row.append(cell);
		}
		button.addEventListener("click", () => toggle(d, row, button));
		return [row, button];
	}

	function draw() {
		const rows = byId("rows"), n = view.shown.length, end = Math.min(n, view.at + PER_PAGE);
		rows.replaceChildren();
		for (const d of view.shown.slice(view.at, end)) {
			const [row, button] = rowOf(d);
			rows.append(row);
			if (view.open.delete(d))
				toggle(d, row, button);
		}
		if (!n) {
			const cell = make("td", "none", "No document is like that.");
			cell.colSpan = columns.length;
			rows.append(make("tr", "", cell));
		}
		byId("count").textContent = n === documents.length ? many(n, "document", "documents") : `${say(n)} of ${many(documents.length, "document", "documents")}`;
		byId("where").textContent = n ? `${say(view.at + 1)} to ${say(end)} of ${say(n)}` : "";
		byId("first").disabled = byId("previous").disabled = view.at === 0;
		byId("next").disabled = byId("last").disabled = end === n;
		document.querySelector("nav.pages").hidden = n <= PER_PAGE;
	}

	function move(to) {
		view.at = Math.max(0, Math.min(to, Math.floor(Math.max(0, view.shown.length - 1) / PER_PAGE) * PER_PAGE));
		draw();
	}

	function showHeads() {
		columns.forEach((column, i) => {
			const button = make("button", "", column.text), th = make("th", column.look, button);
			button.type = "button";
			th.scope = "col";
			th.setAttribute("aria-sort", i ? "none" : "ascending");
			button.addEventListener("click", () => {
				view.down = view.column === i ? !view.down : column.look === "n";
				view.column = i;
				[...byId("heads").children].forEach((one, k) => one.setAttribute("aria-sort", k === i ? (view.down ? "descending" : "ascending") : "none"));
				choose();
			});
			byId("heads").append(th);
		});
		for (const state of ["proven", "withheld", "refused", "failed", "skipped"]) {
			if (!sum[state])
				continue;
			const option = make("option", "", `${state} (${say(sum[state])})`);
			option.value = state;
			byId("state").append(option);
		}
	}

	showHead();
	showHeads();
	let later = 0;
	byId("words").addEventListener("input", () => { clearTimeout(later); later = setTimeout(choose, 150); });
	byId("state").addEventListener("change", choose);
	byId("look").addEventListener("change", choose);
	byId("filter").addEventListener("submit", event => event.preventDefault());
	byId("first").addEventListener("click", () => move(0));
	byId("previous").addEventListener("click", () => move(view.at - PER_PAGE));
	byId("next").addEventListener("click", () => move(view.at + PER_PAGE));
	byId("last").addEventListener("click", () => move(Infinity));
	choose();
})();
