;; Makes handles, which the host has to keep.
(component
  (type $handle (resource (rep i32)))
  (core func $new (canon resource.new $handle))
  (instance $nothing)
  (export "parchemin:ruleset/rules@1.0.0" (instance $nothing)))
