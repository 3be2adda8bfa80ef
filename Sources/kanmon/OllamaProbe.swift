import HTTPWire
import NIOCore
import Settings

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

// Inside the type below, whose member bears the same name, the C library's would be out of sight.
private func systemConnect(_ descriptor: Int32, _ entry: addrinfo) -> Int32 {
    connect(descriptor, entry.ai_addr, entry.ai_addrlen)
}

/// Asks an Ollama for its models. Used once at the start and before any event loop runs, so plain sockets will do.
enum OllamaProbe {
    /// How long each step may take, in milliseconds: connecting, and each wait for more of the answer.
    private static let patience: Int32 = 250
    /// How long the answer may take as a whole.
    private static let totalPatience = Duration.seconds(1)
    private static let maxHeadBytes = 16 * 1024
    private static let maxBodyBytes = 1024 * 1024

    /// Sends `GET /api/tags` (Ollama's API documentation).
    /// - Returns: the answer's body, or nil where there is no whole answer with success in time.
    static func tags(at url: BaseURL) -> [UInt8]? {
        // Without TLS here, a remote Ollama behind HTTPS belongs in a configuration file.
        guard url.scheme == .http, let socket = connect(to: url.host, port: url.port) else { return nil }
        defer { close(socket) }
        let request = "GET \(url.pathPrefix)/api/tags HTTP/1.1\r\nhost: \(url.authority)\r\nconnection: close\r\n\r\n"
        let bytes = Array(request.utf8)
        guard send(socket, bytes, bytes.count, noSignal) == bytes.count else { return nil }
        do {
            return try answer(on: socket)
        } catch {
            return nil
        }
    }

    private static func answer(on socket: Int32) throws(WireError) -> [UInt8]? {
        let deadline = ContinuousClock.now + totalPatience
        var parser = ResponseParser(isHead: false, maxHeadBytes: maxHeadBytes)
        var body: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while ContinuousClock.now < deadline, wait(for: Int16(POLLIN), on: socket) {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return parser.inputEnded() && count == 0 ? body : nil }
            parser.append(ByteBuffer(bytes: buffer.prefix(count)))
            while let event = try parser.next() {
                switch event {
                case .head(let head):
                    guard head.status < 300 else { return nil }
                case .body(let slice):
                    body += slice.readableBytesView
                    guard body.count <= maxBodyBytes else { return nil }
                case .end:
                    return body
                }
            }
        }
        return nil
    }

    /// The first of the host's addresses that accepts a connection.
    private static func connect(to host: String, port: Int) -> Int32? {
        var hints = addrinfo()
        hints.ai_socktype = stream
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return nil }
        defer { freeaddrinfo(list) }
        var next = list
        while let entry = next?.pointee {
            next = entry.ai_next
            let descriptor = socket(entry.ai_family, entry.ai_socktype, entry.ai_protocol)
            guard descriptor >= 0 else { continue }
            if connect(descriptor, to: entry) { return descriptor }
            close(descriptor)
        }
        return nil
    }

    private static func connect(_ descriptor: Int32, to entry: addrinfo) -> Bool {
        guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else { return false }
        if systemConnect(descriptor, entry) == 0 { return true }
        guard errno == EINPROGRESS, wait(for: Int16(POLLOUT), on: descriptor) else { return false }
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 && failure == 0
    }

    private static func wait(for events: Int16, on descriptor: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        return poll(&entry, 1, patience) == 1
    }

    #if canImport(Glibc)
    private static let stream = Int32(SOCK_STREAM.rawValue)
    private static let noSignal = Int32(MSG_NOSIGNAL)
    #elseif canImport(Musl)
    private static let stream = SOCK_STREAM
    private static let noSignal = Int32(MSG_NOSIGNAL)
    #else
    private static let stream = SOCK_STREAM
    private static let noSignal: Int32 = 0
    #endif
}
