// Shows the code that stands after the # of this page's address. It is neither sent anywhere nor kept.
(() => {
	'use strict';
	const code = location.hash.slice(1);
	for (const link of document.querySelectorAll('a.switch')) link.hash = location.hash;
	if (!/^[1-9A-HJ-NP-Za-km-z]{20}$/.test(code)) return;
	const shown = document.getElementById('code');
	const copy = document.getElementById('copy');
	shown.textContent = code.match(/.{5}/g).join(' ');
	document.getElementById('with-code').hidden = false;
	document.getElementById('no-code').hidden = true;
	copy.addEventListener('click', () => {
		// Without TLS a browser has no clipboard to give.
		(navigator.clipboard?.writeText(code) ?? Promise.reject()).then(
			() => (copy.textContent = copy.dataset.done),
			() => getSelection().selectAllChildren(shown),
		);
	});
})();
