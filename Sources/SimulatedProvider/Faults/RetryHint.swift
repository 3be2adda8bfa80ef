/// The wait that an error asks for.
enum RetryHint: Hashable, Sendable {
    /// Header `retry-after`, in seconds.
    case seconds(Int)
    /// Header `retry-after-ms`, in milliseconds.
    case milliseconds(Int)

    /// The wait in milliseconds, for the body of a Gemini error, which has no header for it.
    var inMilliseconds: Int {
        switch self {
        case .seconds(let count): count &* 1000
        case .milliseconds(let count): count
        }
    }
}
