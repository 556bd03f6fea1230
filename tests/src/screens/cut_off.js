// Texts that do not fit where they stand, tables and panels with something beyond their edge, and pages that are wider than the window.
const found = [];
const words = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
const short = (element) => `"${element.textContent.trim().replace(/\s+/g, ' ').slice(0, 60)}"`;
for (const element of document.querySelectorAll('body *')) {
	if (!words(element) || element.closest('[aria-hidden="true"], .sr-only, svg, script, style')) continue;
	if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
	const style = getComputedStyle(element);
	if (style.display === 'inline' || element.clientWidth === 0) continue;
	const wide = element.scrollWidth > element.clientWidth + 1;
	const high = element.scrollHeight > element.clientHeight + 1 && style.overflowY === 'hidden';
	if (wide && style.overflowX !== 'auto' && style.overflowX !== 'scroll') {
		const whole = style.textOverflow === 'ellipsis' && element.closest('[title], [aria-label]');
		if (!whole) found.push(`cut off: ${short(element)} needs ${element.scrollWidth} of ${element.clientWidth} px`);
	} else if (high && style.webkitLineClamp === 'none') {
		found.push(`cut off below: ${short(element)}`);
	}
}
for (const element of document.querySelectorAll('body *')) {
	const { overflowX } = getComputedStyle(element);
	if (overflowX !== 'auto' && overflowX !== 'scroll') continue;
	if (element.clientWidth === 0 || element.scrollWidth <= element.clientWidth + 1) continue;
	if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
	found.push(`pushed off the edge: ${short(element)} needs ${element.scrollWidth} of ${element.clientWidth} px`);
}
for (const element of document.querySelectorAll('.panel')) {
	if (element.clientWidth === 0 || element.scrollWidth <= element.clientWidth + 1) continue;
	found.push(`wider than its panel: ${short(element)} needs ${element.scrollWidth} of ${element.clientWidth} px`);
}
if (document.documentElement.scrollWidth > innerWidth) {
	found.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${innerWidth}`);
}
return found;
