import Alerting
import JSONText

/// The messages that are to be delivered, and those that were lately: a value, so that it can be tried without a channel.
struct Outbox: Sendable {
    /// A message to one channel.
    struct Letter: Sendable, Hashable {
        /// What it is known by, also to whoever gets it.
        var id: String
        /// The channel's name.
        var channel: String
        var notice: AlertNotice
        /// When it was put in, in seconds since 1970 UTC.
        var made: Int64
        var tries = 0
        /// When it is tried next.
        var next: Int64
    }

    /// How many messages may wait; of more the oldest are dropped, for what is new matters most.
    static let capacity = 500
    /// How many delivered ones are remembered, so that none is put in twice.
    static let memory = 500
    /// After so long a message is given up, in seconds.
    static let patience: Int64 = 24 * 3600
    /// The waits between tries, in seconds; the last one again and again.
    private static let waits: [Int64] = [10, 30, 60, 300, 900]
    /// The longest wait that the other side may ask for, in seconds: what is told matters soon or not at all.
    private static let longestWish = 3600

    private(set) var letters: [Letter] = []
    private var known: [String] = []
    private(set) var dropped = 0

    init() {}

    /// Puts a message in; one that is in or was lately changes nothing.
    mutating func add(_ notice: AlertNotice, id: String, channel: String, at now: Int64) {
        let key = "\(channel)|\(id)"
        guard !known.contains(key), !letters.contains(where: { $0.id == id && $0.channel == channel }) else { return }
        letters.append(Letter(id: id, channel: channel, notice: notice, made: now, next: now))
        if letters.count > Self.capacity {
            letters.removeFirst(letters.count - Self.capacity)
            dropped += 1
        }
    }

    /// What is to be tried now, in order: of each channel nothing behind what waits, so that messages come in order.
    func due(at now: Int64) -> [Letter] {
        var waiting: Set<String> = []
        return letters.filter { letter in
            guard !waiting.contains(letter.channel) else { return false }
            if letter.next > now { waiting.insert(letter.channel) }
            return letter.next <= now
        }
    }

    /// A message was taken, or will never be.
    mutating func settle(_ letter: Letter) {
        letters.removeAll { $0.id == letter.id && $0.channel == letter.channel }
        known.append("\(letter.channel)|\(letter.id)")
        if known.count > Self.memory { known.removeFirst(known.count - Self.memory) }
    }

    /// A message was not taken.
    /// - Parameter asked: after how many seconds the other side wants to be asked again; `nil` where it did not say.
    /// - Returns: whether it will be tried again.
    mutating func postpone(_ letter: Letter, at now: Int64, asked: Int?) -> Bool {
        guard now - letter.made < Self.patience,
            let index = letters.firstIndex(where: { $0.id == letter.id && $0.channel == letter.channel })
        else {
            settle(letter)
            return false
        }
        let wish = Int64(min(asked ?? 0, Self.longestWish))
        letters[index].next = now + max(wish, Self.waits[min(letters[index].tries, Self.waits.count - 1)])
        letters[index].tries += 1
        return true
    }

    // MARK: Kept

    var json: JSONValue {
        [
            "known": .array(known.map { .string($0) }),
            "letters": .array(
                letters.map { letter in
                    [
                        "id": .string(letter.id), "channel": .string(letter.channel),
                        "made": JSONValue(Int(letter.made)),
                        "tries": JSONValue(letter.tries), "next": JSONValue(Int(letter.next)),
                        "notice": letter.notice.stored,
                    ]
                }
            ),
        ]
    }

    /// What was kept; what cannot be read is left out.
    init(json: JSONValue) {
        known = (json["known"]?.array ?? []).compactMap(\.string).suffix(Self.memory)
        letters = (json["letters"]?.array ?? []).suffix(Self.capacity)
            .compactMap { value in
                guard let id = value["id"]?.string, let channel = value["channel"]?.string,
                    let made = value["made"]?.int,
                    let notice = value["notice"].flatMap(AlertNotice.init(stored:))
                else { return nil }
                var letter = Letter(id: id, channel: channel, notice: notice, made: Int64(made), next: Int64(made))
                letter.tries = value["tries"]?.int ?? 0
                letter.next = Int64(value["next"]?.int ?? made)
                return letter
            }
    }
}
