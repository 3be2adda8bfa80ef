import Synchronization
import Testing

@testable import Caching

@Suite(.timeLimit(.minutes(2))) struct FlightTests {
    private typealias Table = FlightTable<String>

    private static let key = Answers.digest(1)
    private static let failure = FlightFailure(.upstream, "502")

    private static func leader(_ seat: Table.Seat) throws -> FlightLeader<String> {
        guard case .lead(let leader) = seat else { throw Unexpected() }
        return leader
    }

    private static func follower(_ seat: Table.Seat) throws -> FlightFollower<String> {
        guard case .follow(let follower) = seat else { throw Unexpected() }
        return follower
    }

    private struct Unexpected: Error {}

    /// A value that several tasks change.
    private final class Box<Value: Sendable>: Sendable {
        private let value: Mutex<Value>
        init(_ value: Value) { self.value = Mutex(value) }
        func withLock<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
            value.withLock { value in
                // Through a copy: what comes out of the lock must not be a part of it.
                var copy = value
                let result = body(&copy)
                value = copy
                return result
            }
        }
    }

    /// How a follower's way ended, and what it got.
    private enum Ending: Equatable {
        case end
        case lead
        case alone(FlightEvent<String>.Reason)
        case failed(FlightFailure.Code)
        case cancelled
    }

    private struct Story: Equatable {
        var head: String?
        var bytes: [UInt8] = []
        var chunks = 0
        var ending = Ending.cancelled
    }

    private static func follow(
        _ follower: FlightFollower<String>,
        promoted: @Sendable (FlightLeader<String>) -> Void = { _ in }
    ) async -> Story {
        var story = Story()
        while let event = try? await follower.next() {
            switch event {
            case .head(let head): story.head = head
            case .chunk(let bytes):
                story.bytes += bytes
                story.chunks += 1
            case .end:
                story.ending = .end
                return story
            case .lead(let leader):
                story.ending = .lead
                promoted(leader)
                return story
            case .alone(let reason):
                story.ending = .alone(reason)
                return story
            case .failed(let failure):
                story.ending = .failed(failure.code)
                return story
            }
        }
        return story
    }

    @Test func `five hundred followers get one answer, those that come late too`() async throws {
        let table = Table()
        let leader = try Self.leader(table.join(Self.key))
        let pieces = (0..<40).map { [UInt8](repeating: UInt8($0), count: 100) }
        let stories = try await withThrowingTaskGroup(of: Story.self) { group in
            for _ in 0..<250 {
                let follower = try Self.follower(table.join(Self.key))
                group.addTask { await Self.follow(follower) }
            }
            leader.begin("head")
            for (index, piece) in pieces.enumerated() {
                leader.append(piece)
                if index == 20 {
                    for _ in 0..<250 {
                        let follower = try Self.follower(table.join(Self.key))
                        group.addTask { await Self.follow(follower) }
                    }
                    #expect(leader.followerCount == 500)
                }
                await Task.yield()
            }
            leader.finish()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(stories.count == 500)
        let expected = Story(head: "head", bytes: pieces.flatMap { $0 }, chunks: 40, ending: .end)
        #expect(stories.allSatisfy { $0 == expected })
        #expect(table.count == 0)
        // The next one finds the answer in the cache, or asks anew.
        _ = try Self.leader(table.join(Self.key))
    }

    @Test func `other questions fly on their own`() throws {
        let table = Table()
        let one = try Self.leader(table.join(Self.key))
        let two = try Self.leader(table.join(Answers.digest(2)))
        #expect(table.count == 2)
        one.finish()
        #expect(table.count == 1)
        two.fail(Self.failure)
        #expect(table.count == 0)
    }

    @Test func `where the leader fails before it has anything, exactly one takes its place`() async throws {
        let table = Table()
        let leader = try Self.leader(table.join(Self.key))
        let promoted = Box<[FlightLeader<String>]>([])
        let stories = try await withThrowingTaskGroup(of: Story.self) { group in
            for _ in 0..<100 {
                let follower = try Self.follower(table.join(Self.key))
                group.addTask {
                    await Self.follow(follower) { next in
                        promoted.withLock { $0.append(next) }
                        next.begin("second")
                        next.append([1, 2, 3])
                        next.finish()
                    }
                }
            }
            leader.begin("first")
            leader.fail(Self.failure)
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(promoted.withLock { $0.count } == 1)
        #expect(stories.filter { $0.ending == .lead }.count == 1)
        let rest = stories.filter { $0.ending != .lead }
        #expect(rest.count == 99)
        #expect(rest.allSatisfy { $0.ending == .end && $0.bytes == [1, 2, 3] && $0.head == "second" })
        // What the first one still says does not count.
        leader.append([9])
        leader.finish()
    }

    @Test func `after a few failed leaders everyone goes alone`() async throws {
        let table = Table(limits: .init(promotions: 3))
        let leader = try Self.leader(table.join(Self.key))
        let stories = try await withThrowingTaskGroup(of: Story.self) { group in
            for _ in 0..<50 {
                let follower = try Self.follower(table.join(Self.key))
                group.addTask { await Self.follow(follower) { $0.fail(Self.failure) } }
            }
            leader.fail(Self.failure)
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(stories.filter { $0.ending == .lead }.count == 3)
        #expect(stories.filter { $0.ending == .alone(.leadersFailed) }.count == 47)
        #expect(table.count == 0)
    }

    @Test func `a failure that all would have is shared`() async throws {
        let table = Table()
        let leader = try Self.leader(table.join(Self.key))
        let one = try Self.follower(table.join(Self.key))
        leader.fail(Self.failure, isShared: true)
        #expect(await Self.follow(one).ending == .failed(.upstream))
    }

    @Test func `a leader that is given up without a word has failed`() async throws {
        let table = Table()
        var leader: FlightLeader? = try Self.leader(table.join(Self.key))
        let follower = try Self.follower(table.join(Self.key))
        #expect(leader?.followerCount == 1)
        leader = nil
        #expect(await Self.follow(follower).ending == .lead)
        // So has the next, who never was there.
        #expect(table.count == 0)
    }

    @Test func `an heir that leaves passes the place on`() async throws {
        let table = Table()
        let leader = try Self.leader(table.join(Self.key))
        let first = try Self.follower(table.join(Self.key))
        let second = try Self.follower(table.join(Self.key))
        leader.fail(Self.failure)
        first.leave()
        #expect(await Self.follow(second).ending == .lead)
    }

    @Test func `where the leader fails in the middle, who has begun fails and who has not goes alone`() async throws {
        let table = Table()
        let leader = try Self.leader(table.join(Self.key))
        let begun = try Self.follower(table.join(Self.key))
        let fresh = try Self.follower(table.join(Self.key))
        leader.begin("head")
        leader.append([1])
        guard case .head = try await begun.next(), case .chunk = try await begun.next() else { throw Unexpected() }
        leader.append([2])
        leader.fail(Self.failure)
        let story = await Self.follow(begun)
        #expect(story.bytes == [2] && story.ending == .failed(.upstream))
        #expect(await Self.follow(fresh).ending == .alone(.broken))
        #expect(table.count == 0)
    }

    @Test func `an answer larger than the bound is not kept: who has nothing goes alone, who has begun goes on`()
        async throws
    {
        let table = Table(limits: .init(bytes: 1000))
        let leader = try Self.leader(table.join(Self.key))
        let begun = try Self.follower(table.join(Self.key))
        let slow = try Self.follower(table.join(Self.key))
        let fresh = try Self.follower(table.join(Self.key))
        leader.begin("head")
        leader.append([UInt8](repeating: 0, count: 100))
        for follower in [begun, slow] {
            guard case .head = try await follower.next(), case .chunk = try await follower.next() else {
                throw Unexpected()
            }
        }
        var received = 100
        for _ in 0..<100 {
            leader.append([UInt8](repeating: 1, count: 100))
            guard case .chunk(let bytes) = try await begun.next() else { throw Unexpected() }
            received += bytes.count
            #expect(leader.keptBytes <= 1000)
        }
        #expect(table.count == 0)
        // Whoever comes now leads a flight of its own.
        let other = try Self.leader(table.join(Self.key))
        other.finish()
        leader.finish()
        #expect(await Self.follow(begun).ending == .end)
        #expect(received == 10_100)
        #expect(await Self.follow(slow).ending == .failed(.tooSlow))
        #expect(await Self.follow(fresh).ending == .alone(.tooLarge))
    }

    @Test func `a leader without its own caller goes on while anyone follows`() async throws {
        let table = Table()
        let leader = try Self.leader(table.join(Self.key))
        let calls = Box(0)
        let one = try Self.follower(table.join(Self.key))
        let two = try Self.follower(table.join(Self.key))
        #expect(leader.leave { calls.withLock { $0 += 1 } })
        leader.begin("head")
        leader.append([1])
        one.leave()
        one.leave()
        #expect(calls.withLock { $0 } == 0)
        #expect(leader.followerCount == 1)
        two.leave()
        #expect(calls.withLock { $0 } == 1)
        #expect(table.count == 0)
        leader.append([2])
        leader.finish()
        let alone = try Self.leader(table.join(Self.key))
        #expect(!alone.leave {})
        #expect(table.count == 0)
    }

    @Test func `a follower whose task is cancelled stops waiting`() async throws {
        let table = Table()
        let leader = try Self.leader(table.join(Self.key))
        let follower = try Self.follower(table.join(Self.key))
        let task = Task { await Self.follow(follower).ending }
        for _ in 0..<10 { await Task.yield() }
        task.cancel()
        #expect(await task.value == .cancelled)
        #expect(leader.followerCount == 1)
        follower.leave()
        #expect(leader.followerCount == 0)
    }

    @Test func `a flight takes no more followers than its bound`() throws {
        let table = Table(limits: .init(followers: 2))
        let leader = try Self.leader(table.join(Self.key))
        let one = try Self.follower(table.join(Self.key))
        let two = try Self.follower(table.join(Self.key))
        let other = try Self.leader(table.join(Self.key))
        leader.finish()
        // The end of the first leaves the second alone.
        #expect(table.count == 1)
        other.finish()
        #expect(table.count == 0)
        one.leave()
        two.leave()
    }

    @Test func `five hundred at once, coming and going and failing, all come to an end`() async throws {
        let table = Table(limits: .init(bytes: 400))
        let upstream = Box(0)
        let stories = await withTaskGroup(of: Ending.self) { group in
            for task in 0..<500 {
                group.addTask {
                    @Sendable func lead(_ leader: FlightLeader<String>) async {
                        upstream.withLock { $0 += 1 }
                        if task % 3 == 0 { return leader.fail(Self.failure) }
                        leader.begin("head")
                        for piece in 0..<(task % 10) {
                            leader.append([UInt8](repeating: UInt8(piece), count: 60))
                            await Task.yield()
                        }
                        if task % 7 == 0 { return leader.fail(Self.failure) }
                        if task % 11 != 0 { leader.finish() }
                    }
                    switch table.join(Answers.digest(task % 5)) {
                    case .lead(let leader):
                        await lead(leader)
                        return .lead
                    case .follow(let follower):
                        if task % 13 == 0 { return .cancelled }
                        let heir = Box<FlightLeader<String>?>(nil)
                        let story = await Self.follow(follower) { next in heir.withLock { $0 = next } }
                        if let next = heir.withLock({ $0 }) { await lead(next) }
                        return story.ending
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(stories.count == 500)
        #expect(stories.filter { $0 == .lead }.count == upstream.withLock { $0 })
        #expect(table.count == 0)
    }
}
