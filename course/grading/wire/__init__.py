"""The trust boundary of grading: all that the referee and a student's process can say to each other.

The referee is trusted: it holds tests, expected values and marks. The student's process is hostile: whatever can be
done with its end of the socket is done some day. So what a message may mean is all written here, and both sides import
it: `messages` are what the one may ask and the other answer, `codec` says what a value is, `channel` sends and
receives. `orders` go another way, from the grader to the spawner of the students' processes.

The student's process may answer the question now asked, with "done" and a value, or "failed" and a text; or ask to call
a function that was passed to it in the test now running, and only while it is asked something.

A value is plain: None, bool, int, float, complex, str, bytes, list, tuple, dict, set, slice, range, a numeric array or
scalar, a random generator. A student's tensor of PyTorch is sent as an array. Objects of other kinds stay in the
process that has them. The student's are known to the referee by number, and stand-ins answer for them
(`course.grading.stand_in`); of the referee's own, only functions can be passed, and all that can be done with them is
to call them.

The referee unpickles nothing, evaluates nothing, follows no name that came from a student, and looks up nothing in its
own objects for one. Every message has a limit in bytes, every wait an end. An array that was passed or returned is one
array on both sides: a change in place is seen by the other side with the next message.
"""
