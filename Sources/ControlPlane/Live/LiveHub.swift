import Governance
import JSONText
import Logging
import NIOCore
import Synchronization

/// Tells viewers what the gateway does at the moment.
///
/// While somebody watches, one task looks ten times a second at the calls that have come to an end since, and once a second at
/// the figures and at the targets. Whatever it makes of that it makes once for all who may see the same. While nobody watches there is
/// no task.
final class LiveHub: Sendable {
    /// How many may watch at once.
    static let mostViewers = 64
    /// How many calls a viewer is told of in a second; of more it is told the number.
    static let mostCalls = 50
    private static let pace = Duration.milliseconds(100)
    private static let looksASecond = 10
    private static let secondsOfComment = 15

    /// Somebody's place; it is given up with the last reference.
    final class Seat: Sendable {
        let visibility: Visibility
        fileprivate let channel = LiveChannel()
        private let hub: LiveHub

        fileprivate init(_ visibility: Visibility, _ hub: LiveHub) {
            self.visibility = visibility
            self.hub = hub
        }

        /// Begins to watch.
        func watch() { hub.watch(self) }

        /// What there is to tell; `nil` at the end.
        func next() async throws(LiveChannel.End) -> ByteBuffer? { try await channel.take() }

        deinit { hub.leave(ObjectIdentifier(channel)) }
    }

    /// All who see the same.
    private struct Audience {
        var figures: LiveFigures
        var channels: [ObjectIdentifier: LiveChannel] = [:]
        /// How many calls were told in this second, and how many were not.
        var told = 0
        var dropped = 0
    }

    private struct State {
        var seats = 0
        var isClosed = false
        var audiences: [Visibility: Audience] = [:]
        var task: Task<Void, Never>?
        /// The number of the first call that has not been looked at.
        var next: UInt64 = 0
    }

    private let calls: RecentCalls
    private let runtime: any RuntimeStatus
    private let clock: ControlClock
    private let currency: @Sendable () -> CurrencyText?
    private let state = Mutex(State())

    init(
        calls: RecentCalls,
        runtime: any RuntimeStatus,
        clock: ControlClock,
        currency: @escaping @Sendable () -> CurrencyText?
    ) {
        self.calls = calls
        self.runtime = runtime
        self.clock = clock
        self.currency = currency
    }

    // MARK: - Viewers

    /// A place to watch from.
    /// - Throws: `busy` where there is none left, `unavailable` where the gateway stops.
    func seat(_ visibility: Visibility) throws(AdminError) -> Seat {
        try state.withLock { state throws(AdminError) in
            guard !state.isClosed else { throw AdminError(503, .unavailable, "The gateway is stopping.") }
            guard state.seats < Self.mostViewers else {
                throw AdminError(503, .busy, "Too many are watching already.", retryAfter: 5)
            }
            state.seats += 1
        }
        return Seat(visibility, self)
    }

    /// Ends all streams, and lets none begin any more.
    func close() {
        let (channels, task) = state.withLock { state in
            state.isClosed = true
            let channels = state.audiences.values.flatMap(\.channels.values)
            state.audiences = [:]
            return (channels, state.task.take())
        }
        task?.cancel()
        for channel in channels { channel.finish() }
    }

    private func watch(_ seat: Seat) {
        let now = clock.seconds
        let currency = currency()
        let json: JSONValue? = state.withLock { state in
            guard !state.isClosed else {
                seat.channel.finish()
                return nil
            }
            if state.task == nil {
                state.next = calls.next
                state.task = Task { [weak self] in await self?.run() }
            }
            var audience =
                state.audiences[seat.visibility]
                ?? Audience(figures: figures(seat.visibility, before: state.next, now: now))
            audience.channels[ObjectIdentifier(seat.channel)] = seat.channel
            state.audiences[seat.visibility] = audience
            return audience.figures.json(now: now, load: nil, currency: currency)
        }
        guard let json else { return }
        var bytes = LiveEvent.opening
        LiveEvent.write("figures", json, to: &bytes)
        seat.channel.offer(bytes)
    }

    private func leave(_ id: ObjectIdentifier) {
        let task: Task<Void, Never>? = state.withLock { state in
            state.seats -= 1
            for (visibility, var audience) in state.audiences where audience.channels.removeValue(forKey: id) != nil {
                state.audiences[visibility] = audience.channels.isEmpty ? nil : audience
            }
            return state.audiences.isEmpty ? state.task.take() : nil
        }
        task?.cancel()
    }

    /// The figures of the calls that are kept and have been looked at: whoever begins to watch need not wait for them.
    /// - Parameter number: the number of the first call that has not been looked at.
    private func figures(_ visibility: Visibility, before number: UInt64, now: Int64) -> LiveFigures {
        let kept = calls.calls(from: 0)
        let looked = kept.calls.dropLast(Int(clamping: kept.next - min(number, kept.next)))
        // What was before the first call that is kept is known only where none was given up.
        let start = now - LiveFigures.window
        let begun = kept.missed == 0 ? start : max(start, (looked.first?.ended ?? now) + 1)
        var figures = LiveFigures(begun: min(begun, now))
        for call in looked where call.isVisible(to: visibility) { figures.add(call, now: now) }
        return figures
    }

    // MARK: - The look

    private func run() async {
        var targets: [TargetStatus]?
        var looks = 0
        while !Task.isCancelled {
            do { try await Task.sleep(for: Self.pace) } catch { return }
            tellCalls()
            looks += 1
            guard looks.isMultiple(of: Self.looksASecond) else { continue }
            let now = await runtime.targets()
            let changed = targets.map { before in now.filter { !before.contains($0, by: \.condition) } } ?? []
            targets = now
            tellFigures(
                await runtime.load(),
                changed,
                isQuiet: looks.isMultiple(of: Self.looksASecond * Self.secondsOfComment)
            )
        }
    }

    /// Tells of the calls that are over.
    private func tellCalls() {
        let now = clock.seconds
        let currency = currency()
        state.withLock { state in
            let new = calls.calls(from: state.next)
            state.next = new.next
            guard !new.calls.isEmpty || new.missed > 0 else { return }
            // Written at most once, however many see it.
            var events: [Int: ByteBuffer] = [:]
            for visibility in Array(state.audiences.keys) {
                guard var audience = state.audiences.removeValue(forKey: visibility) else { continue }
                var bytes = ByteBuffer()
                for (index, call) in new.calls.enumerated() where call.isVisible(to: visibility) {
                    audience.figures.add(call, now: now)
                    guard audience.told < Self.mostCalls else {
                        audience.dropped += 1
                        continue
                    }
                    audience.told += 1
                    if events[index] == nil {
                        var event = ByteBuffer()
                        LiveEvent.write("call", LiveEvent.call(call, currency), to: &event)
                        events[index] = event
                    }
                    if let event = events[index] { bytes.writeImmutableBuffer(event) }
                }
                if visibility == .all, new.missed > 0 {
                    audience.figures.add(missed: new.missed, now: now)
                    audience.dropped += new.missed
                }
                if bytes.readableBytes > 0 { for channel in audience.channels.values { channel.offer(bytes) } }
                state.audiences[visibility] = audience
            }
        }
    }

    /// Tells how everything is, once a second.
    private func tellFigures(_ load: GatewayLoad?, _ changed: [TargetStatus], isQuiet: Bool) {
        let now = clock.seconds
        let currency = currency()
        state.withLock { state in
            for visibility in Array(state.audiences.keys) {
                guard var audience = state.audiences.removeValue(forKey: visibility) else { continue }
                var bytes = isQuiet ? LiveEvent.comment : ByteBuffer()
                let load = visibility == .all ? load : nil
                let figures = audience.figures.json(now: now, load: load, currency: currency)
                LiveEvent.write("figures", figures, to: &bytes)
                for target in changed { LiveEvent.write("target", target.json, to: &bytes) }
                if audience.dropped > 0 {
                    LiveEvent.write("dropped", ["count": JSONValue(audience.dropped)], to: &bytes)
                }
                audience.told = 0
                audience.dropped = 0
                for channel in audience.channels.values { channel.offer(bytes) }
                state.audiences[visibility] = audience
            }
        }
    }
}

extension TargetStatus {
    /// What a change of is worth telling: not how busy it is.
    fileprivate var condition: [String] { [provider, model, state.rawValue] }
}

extension Array {
    /// Whether it has an element that is like another one in some respect.
    fileprivate func contains(_ other: Element, by aspect: (Element) -> some Equatable) -> Bool {
        let wanted = aspect(other)
        return contains { aspect($0) == wanted }
    }
}
