;; Is nobody's plugin.
(component)
