;; Has one part call another, for which the engine writes code of its own.
(component
  (core module $inner (func (export "f")))
  (core instance $inner (instantiate $inner))
  (func $f (canon lift (core func $inner "f")))
  (core func $lowered (canon lower (func $f)))
  (instance $nothing)
  (export "parchemin:ruleset/rules@1.0.0" (instance $nothing)))
