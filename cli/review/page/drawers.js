// Where there is little room the lists lie over the page when they are asked for, and of the mark there is what one needs to
// decide until more is asked for. review.css says how little room that is.

import { byId } from './dom.js';

export function setUpDrawers(app) {
	const { classList } = document.body, rail = byId('rail'), lists = byId('rail-open'), more = byId('side-more');
	const open = (name, button, is) => {
		classList.toggle(name, is);
		button.setAttribute('aria-expanded', is);
	};
	const showLists = is => {
		open('lists', lists, is);
		(is ? rail.querySelector('[role=tab][aria-selected=true]') : lists).focus();
	};
	const showMore = is => {
		open('more', more, is);
		more.textContent = is ? 'Less' : 'More';
	};
	lists.addEventListener('click', () => showLists(!classList.contains('lists')));
	more.addEventListener('click', () => showMore(!classList.contains('more')));
	// what was chosen is to be seen
	rail.addEventListener('click', event => classList.contains('lists') && event.target.closest('.row:not(.head)') && !event.target.closest('button') && showLists(false));
	byId('work').addEventListener('pointerdown', () => classList.contains('lists') && showLists(false));
	app.openLists = () => lists.checkVisibility() && open('lists', lists, true);
	app.openMore = () => more.checkVisibility() && showMore(true);
	app.closeDrawers = () => {
		const was = classList.contains('lists') || classList.contains('more');
		if (classList.contains('lists'))
			showLists(false);
		if (was)
			showMore(false);
		return was;
	};
}
