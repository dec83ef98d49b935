;; Wants a clock, a log and something without a package.
(component
  (import "wasi:clocks/wall-clock@0.2.0" (instance (export "now" (func (result u64)))))
  (import "parchemin:host/log@1.0.0" (instance))
  (import "random" (func (result u64))))
