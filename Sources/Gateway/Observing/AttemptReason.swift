import Routing

/// How tries at targets are counted by their ends.
enum AttemptReason {
    private static let failures: [FailureClass] = [
        .connect, .tls, .timeout, .truncated, .invalidBody, .errorEvent, .tooSlow, .credential, .quota, .contextWindow,
        .contentPolicy, .invalidRequest, .busy, .cancelled,
    ]

    /// What the label says, by index.
    static let names =
        ["answered", "lost-race", "abandoned"] + failures.map(\.description) + ObservedStatus.names

    /// The index of an end.
    static func index(of ending: AttemptRecord.Ending?) -> Int {
        switch ending {
        case .answered: 0
        case .lostRace: 1
        case .abandoned, nil: 2
        case .failed(let kind):
            switch kind {
            case .connect: 3
            case .tls: 4
            case .timeout: 5
            case .truncated: 6
            case .invalidBody: 7
            case .errorEvent: 8
            case .tooSlow: 9
            case .credential: 10
            case .quota: 11
            case .contextWindow: 12
            case .contentPolicy: 13
            case .invalidRequest: 14
            case .busy: 15
            case .cancelled: 16
            case .status(let status): 17 &+ ObservedStatus.index(of: status)
            }
        }
    }
}
