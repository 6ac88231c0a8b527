// Presses the button of a form that goes on with what takes long, so that nobody has to.
document.querySelector("form[data-continue]")?.submit();
