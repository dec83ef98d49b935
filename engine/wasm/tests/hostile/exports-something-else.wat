;; Is somebody else's plugin.
(component
  (instance $nothing)
  (export "wasi:cli/run@0.2.0" (instance $nothing)))
