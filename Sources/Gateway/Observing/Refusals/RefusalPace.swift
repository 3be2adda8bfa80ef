import NIOCore

/// How many refused requests are told of: anybody can cause them, so that lines about them are bounded. Pure: told of requests
/// and of the time.
struct RefusalPace {
    /// What follows on a refused request.
    enum Step: Equatable {
        /// It is told of.
        case tell
        /// It is counted alone. Where it is the first such, how many there were is to be told behind so much time.
        case leaveOut(tellCountIn: TimeAmount?)
    }

    /// How long a window is.
    static let window = TimeAmount.seconds(10)
    /// How many requests are told of in a window.
    static let most = 20

    /// When the window ends that is open.
    private var end: NIODeadline?
    private var told = 0
    private var leftOut = 0

    /// A request was refused.
    mutating func take(at now: NIODeadline) -> Step {
        if end.map({ now >= $0 }) ?? true {
            end = now + Self.window
            told = 0
        }
        guard told >= Self.most, let end else {
            told += 1
            return .tell
        }
        leftOut &+= 1
        return .leaveOut(tellCountIn: leftOut == 1 ? end - now : nil)
    }

    /// How many were left out that nobody has been told of; from here on they are told.
    mutating func takeLeftOut() -> Int {
        defer { leftOut = 0 }
        return leftOut
    }
}
