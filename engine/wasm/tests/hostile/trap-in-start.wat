;; Dies at birth.
(func $die (unreachable))
(start $die)
