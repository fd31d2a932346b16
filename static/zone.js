// Fills in the browser's time zone where a form asks for one and nobody has said it yet.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone) for (const field of document.querySelectorAll('[data-zone]')) field.value ||= zone;
