;; Has 32 MiB from the start.
(memory (export "memory") 512)
