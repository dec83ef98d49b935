;; Exports the contract by name, with nothing in it.
(component
  (instance $nothing)
  (export "parchemin:ruleset/rules@1.0.0" (instance $nothing)))
