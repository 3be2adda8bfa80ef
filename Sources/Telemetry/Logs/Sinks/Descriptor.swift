import Foundation

/// Writing to descriptors.
enum Descriptor {
    /// Writes everything, waiting as long as it takes.
    /// - Returns: whether that was possible.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let count = Foundation.write(
                    descriptor,
                    buffer.baseAddress?.advanced(by: written),
                    buffer.count - written
                )
                if count > 0 {
                    written += count
                } else if count < 0, errno == EAGAIN {
                    // Somebody has made it non-blocking: it is waited for all the same.
                    var wish = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    if poll(&wish, 1, 1000) < 0, errno != EINTR { return false }
                } else if count < 0, errno == EINTR {
                    continue
                } else {
                    return false
                }
            }
            return true
        }
    }
}
