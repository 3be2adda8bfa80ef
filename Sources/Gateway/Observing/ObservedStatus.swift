/// The HTTP statuses that are counted apart; others are counted by their class.
enum ObservedStatus {
    /// What the label says, by index.
    static let names = [
        "200", "400", "401", "402", "403", "404", "405", "408", "409", "413", "415", "422", "429", "431", "499", "500",
        "501", "502", "503", "504", "505", "529", "2xx", "4xx", "5xx", "other",
    ]

    /// The index of a status.
    static func index(of status: Int) -> Int {
        switch status {
        case 200: 0
        case 400...405: status &- 399
        case 408: 7
        case 409: 8
        case 413: 9
        case 415: 10
        case 422: 11
        case 429: 12
        case 431: 13
        case 499...505: status &- 485
        case 529: 21
        case 201...299: 22
        case 406...499: 23
        case 506...599: 24
        default: 25
        }
    }
}
