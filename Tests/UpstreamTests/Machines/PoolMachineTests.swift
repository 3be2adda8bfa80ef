import NIOCore
import Testing

@testable import Upstream

@Suite("Pool machine")
struct PoolMachineTests {
    final class Connection {}
    final class Waiter {}
    typealias Machine = PoolMachine<Connection, Waiter>

    static let now = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    static let later = now + .seconds(60)

    static func machine(connections: Int = 2, waiting: Int = 2) -> Machine {
        Machine(limits: .init(maxConnections: connections, maxWaiting: waiting))
    }

    /// Brings a machine to having one busy connection.
    static func withBusy(_ machine: inout Machine) -> Connection {
        let connection = Connection()
        let waiter = Waiter()
        _ = machine.enqueue(waiter, until: later)
        guard case .handOver = machine.opened(connection, until: later) else {
            Issue.record("nobody took the connection")
            return connection
        }
        return connection
    }

    @Test("The first request opens a connection and gets it")
    func opens() {
        var machine = Self.machine()
        guard case .wait = machine.checkOut(now: Self.now) else {
            Issue.record("should wait")
            return
        }
        let waiter = Waiter()
        let opens = machine.enqueue(waiter, until: Self.later)
        #expect(opens)
        guard case .handOver(let served) = machine.opened(Connection(), until: Self.later) else {
            Issue.record("should hand over")
            return
        }
        #expect(served === waiter)
        #expect(machine.busyCount == 1)
        #expect(machine.openingCount == 0)
    }

    @Test("The connection used last is used first")
    func lastInFirstOut() {
        var machine = Self.machine()
        let first = Self.withBusy(&machine)
        let second = Self.withBusy(&machine)
        _ = machine.checkIn(first, until: Self.later)
        _ = machine.checkIn(second, until: Self.later)
        guard case .use(let used) = machine.checkOut(now: Self.now) else {
            Issue.record("should reuse")
            return
        }
        #expect(used === second)
    }

    @Test("A connection past its time is not used any more")
    func stale() {
        var machine = Self.machine()
        let connection = Self.withBusy(&machine)
        _ = machine.checkIn(connection, until: Self.now)
        guard case .wait = machine.checkOut(now: Self.now) else {
            Issue.record("should not reuse")
            return
        }
        #expect(machine.expire(now: Self.now).idle.first === connection)
        #expect(machine.isEmpty)
    }

    @Test("At the limit requests wait in order, and beyond the line's length they are refused")
    func limits() {
        var machine = Self.machine(connections: 1, waiting: 2)
        let connection = Self.withBusy(&machine)
        let first = Waiter()
        let second = Waiter()
        let opens = [first, second].map { machine.enqueue($0, until: Self.later) }
        #expect(opens == [false, false])
        guard case .refuse = machine.checkOut(now: Self.now) else {
            Issue.record("should refuse")
            return
        }
        for expected in [first, second] {
            guard case .handOver(let served) = machine.checkIn(connection, until: Self.later) else {
                Issue.record("should hand over")
                return
            }
            #expect(served === expected)
        }
        guard case .keep = machine.checkIn(connection, until: Self.later) else {
            Issue.record("should keep")
            return
        }
        #expect(machine.idleCount == 1)
        #expect(machine.busyCount == 0)
    }

    @Test("Without a line, requests still get the connections that may be opened")
    func noQueue() {
        var machine = Self.machine(connections: 2, waiting: 0)
        for _ in 0..<2 {
            guard case .wait = machine.checkOut(now: Self.now) else {
                Issue.record("should open")
                return
            }
            let opens = machine.enqueue(Waiter(), until: Self.later)
            #expect(opens)
        }
        guard case .refuse = machine.checkOut(now: Self.now) else {
            Issue.record("should refuse")
            return
        }
    }

    @Test("A failure to connect fails one waiter and tries again for the others")
    func openFailure() {
        var machine = Self.machine(connections: 1)
        let first = Waiter()
        let second = Waiter()
        _ = machine.enqueue(first, until: Self.later)
        _ = machine.enqueue(second, until: Self.later)
        let one = machine.openFailed()
        #expect(one.failed === first)
        #expect(one.opensAnother)
        let two = machine.openFailed()
        #expect(two.failed === second)
        #expect(!two.opensAnother)
        #expect(machine.isEmpty)
    }

    @Test("A connection that becomes free serves the waiter for whom another is being opened")
    func overtaking() {
        var machine = Self.machine()
        let connection = Self.withBusy(&machine)
        let waiter = Waiter()
        let opens = machine.enqueue(waiter, until: Self.later)
        #expect(opens)
        guard case .handOver(let served) = machine.checkIn(connection, until: Self.later) else {
            Issue.record("should hand over")
            return
        }
        #expect(served === waiter)
        guard case .keep = machine.opened(Connection(), until: Self.later) else {
            Issue.record("should keep")
            return
        }
        #expect(machine.idleCount == 1)
    }

    @Test("A closed busy connection makes room for those who wait")
    func closedBusy() {
        var machine = Self.machine(connections: 1)
        let connection = Self.withBusy(&machine)
        let opensAtLimit = machine.enqueue(Waiter(), until: Self.later)
        #expect(!opensAtLimit)
        let opens = machine.closed(connection)
        #expect(opens)
        #expect(machine.openingCount == 1)
        #expect(machine.busyCount == 0)
    }

    @Test("A closed idle connection is forgotten")
    func closedIdle() {
        var machine = Self.machine()
        let connection = Self.withBusy(&machine)
        _ = machine.checkIn(connection, until: Self.later)
        let opens = machine.closed(connection)
        #expect(!opens)
        #expect(machine.isEmpty)
    }

    @Test("Waiters past their time leave, and it is known what they waited for")
    func expiredWaiters() {
        var machine = Self.machine(connections: 1)
        let opening = Waiter()
        let queued = Waiter()
        let patient = Waiter()
        _ = machine.enqueue(opening, until: Self.now)
        _ = machine.enqueue(queued, until: Self.now)
        _ = machine.enqueue(patient, until: Self.later)
        let overdue = machine.expire(now: Self.now).waiters
        #expect(overdue.map(\.wasOpening) == [true, false])
        #expect(overdue.first?.waiter === opening)
        #expect(machine.waitingCount == 1)
        let left = machine.leave(patient)
        let leftAgain = machine.leave(patient)
        #expect(left && !leftAgain)
    }

    @Test("After shutdown nothing is given, kept or opened")
    func shutDown() {
        var machine = Self.machine(connections: 1)
        let connection = Self.withBusy(&machine)
        let waiter = Waiter()
        _ = machine.enqueue(waiter, until: Self.later)
        let (idle, waiters) = machine.shutDown()
        #expect(idle.isEmpty)
        #expect(waiters.first === waiter)
        guard case .refuse = machine.checkOut(now: Self.now),
            case .close = machine.checkIn(connection, until: Self.later)
        else {
            Issue.record("should refuse and close")
            return
        }
        #expect(machine.isEmpty)
    }

    @Test("Whatever happens, the counts add up and limits hold", arguments: 0..<20)
    func randomWalk(seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        var machine = Self.machine(connections: 3, waiting: 4)
        var busy: [Connection] = []
        var waiters: [Waiter] = []
        var opening = 0
        func settle(_ decision: Machine.CheckIn, _ connection: Connection) {
            switch decision {
            case .handOver(let waiter):
                waiters.removeAll { $0 === waiter }
                busy.append(connection)
            case .keep, .close:
                break
            }
        }
        for _ in 0..<5_000 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1:
                switch machine.checkOut(now: Self.now) {
                case .use(let connection): busy.append(connection)
                case .refuse: break
                case .wait:
                    let waiter = Waiter()
                    waiters.append(waiter)
                    if machine.enqueue(waiter, until: Self.later) { opening += 1 }
                }
            case 2 where opening > 0:
                opening -= 1
                let connection = Connection()
                settle(machine.opened(connection, until: Self.later), connection)
            case 3 where opening > 0:
                opening -= 1
                let (failed, another) = machine.openFailed()
                waiters.removeAll { $0 === failed }
                if another { opening += 1 }
            case 4 where !busy.isEmpty:
                let connection = busy.remove(at: Int.random(in: 0..<busy.count, using: &random))
                settle(machine.checkIn(connection, until: Self.later), connection)
            case 5 where !busy.isEmpty:
                if machine.closed(busy.removeLast()) { opening += 1 }
            default:
                if let waiter = waiters.popLast() {
                    let left = machine.leave(waiter)
                    #expect(left)
                }
            }
            #expect(machine.busyCount == busy.count)
            #expect(machine.openingCount == opening)
            #expect(machine.waitingCount == waiters.count)
            #expect(machine.busyCount + machine.idleCount + machine.openingCount <= 3)
            #expect(machine.idleCount == 0 || machine.waitingCount == 0)
        }
    }

    @Test("A retired pool gives up what is idle at once and the rest once it is free, and still serves requests")
    func retired() {
        var machine = Self.machine()
        let idle = Self.withBusy(&machine)
        let busy = Self.withBusy(&machine)
        _ = machine.checkIn(idle, until: Self.later)
        let givenUp = machine.retire()
        #expect(givenUp.count == 1 && givenUp.first === idle)

        let waiter = Waiter()
        let opens = machine.enqueue(waiter, until: Self.later)
        #expect(opens)
        guard case .handOver(let served) = machine.checkIn(busy, until: Self.later) else {
            Issue.record("should hand over")
            return
        }
        #expect(served === waiter)
        guard case .close = machine.checkIn(busy, until: Self.later) else {
            Issue.record("should close")
            return
        }
        guard case .close = machine.opened(Connection(), until: Self.later) else {
            Issue.record("should close")
            return
        }
        #expect(machine.isEmpty)
    }
}
