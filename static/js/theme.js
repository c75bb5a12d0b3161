// Before the first paint: the colours this person chose here.
const theme = localStorage.getItem("theme");
if (theme) document.documentElement.dataset.theme = theme;
