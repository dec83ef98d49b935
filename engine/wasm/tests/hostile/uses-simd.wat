;; Computes with vectors.
(func (export "evaluate") (param i32 i32 i32 i32) (result i32)
  (i32x4.extract_lane 0 (i32x4.splat (i32.const 1232))))
