;; Never comes to life.
(func $spin (loop $again (br $again)))
(start $spin)
