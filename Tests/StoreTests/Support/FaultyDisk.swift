import Foundation
import Synchronization

@testable import Store

/// A disk that can be made to fail.
final class FaultyDisk: JournalDisk {
    struct Faults {
        /// The bytes that it still takes; the rest of a write is cut off. `nil` is no bound.
        var room: Int?
        /// The error of writes when there is no room.
        var error = ENOSPC
        var syncError: CInt = 0
        var canTruncate = true
        var canReserve = true
    }

    let faults = Mutex(Faults())
    private let disk = SystemDisk()

    func set(_ change: @Sendable (inout Faults) -> Void) { faults.withLock { change(&$0) } }

    func create(_ path: String) -> CInt { disk.create(path) }

    func write(_ descriptor: CInt, _ bytes: UnsafeRawBufferPointer) -> Int {
        let (count, error) = faults.withLock { faults in
            guard let room = faults.room else { return (bytes.count, faults.error) }
            let count = min(room, bytes.count)
            faults.room = room - count
            return (count, faults.error)
        }
        guard count > 0 else { return -Int(error) }
        return disk.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    }

    func truncate(_ descriptor: CInt, to count: Int) -> CInt {
        faults.withLock(\.canTruncate) ? disk.truncate(descriptor, to: count) : -EIO
    }

    func synchronize(_ descriptor: CInt) -> CInt {
        let error = faults.withLock(\.syncError)
        return error == 0 ? disk.synchronize(descriptor) : -error
    }

    func reserve(_ path: String, count: Int) -> CInt {
        faults.withLock(\.canReserve) ? disk.reserve(path, count: count) : -ENOSPC
    }
}
