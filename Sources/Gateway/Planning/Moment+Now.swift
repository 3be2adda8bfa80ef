import NIOCore
import Routing

extension Moment {
    /// The present moment, on the clock of the event loops.
    static func now() -> Moment { Moment(NIODeadline.now()) }

    /// A deadline of an event loop.
    init(_ deadline: NIODeadline) { self.init(nanoseconds: Int64(clamping: deadline.uptimeNanoseconds)) }
}
