;; Asks for 32 MiB before it is ever called.
(func $grow (drop (memory.grow (i32.const 512))))
(start $grow)
