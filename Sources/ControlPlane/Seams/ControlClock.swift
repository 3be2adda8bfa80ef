/// The wall clock as the control plane reads it; tests bring their own.
public struct ControlClock: Sendable {
    private let read: @Sendable () -> Int64

    /// A clock.
    /// - Parameter nanoseconds: gives the nanoseconds since 1970 UTC.
    public init(nanoseconds: @escaping @Sendable () -> Int64) { read = nanoseconds }

    /// Nanoseconds since 1970 UTC.
    public var nanoseconds: Int64 { read() }

    /// Whole seconds since 1970 UTC.
    public var seconds: Int64 { nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000).quotient }
}
