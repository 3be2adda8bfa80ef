import Configuration

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Asks whether an Ollama answers. Used once at the start and before any event loop runs, so plain sockets will do;
/// every step waits for ``patience`` at most.
enum OllamaProbe {
    /// How long connecting and answering may take, each, in milliseconds.
    private static let patience: Int32 = 250

    /// Sends `GET /api/version` (Ollama's API documentation) and looks whether the answer is a success.
    static func answers(at url: BaseURL) -> Bool {
        // Without TLS here, a remote Ollama behind HTTPS belongs in a configuration file.
        guard url.scheme == .http, let socket = connect(to: url.host, port: url.port) else { return false }
        defer { close(socket) }
        let request =
            "GET \(url.pathPrefix)/api/version HTTP/1.1\r\nhost: \(url.authority)\r\nconnection: close\r\n\r\n"
        let bytes = Array(request.utf8)
        guard send(socket, bytes, bytes.count, noSignal) == bytes.count else { return false }
        var answer = [UInt8](repeating: 0, count: 64)
        guard wait(for: Int16(POLLIN), on: socket) else { return false }
        let count = recv(socket, &answer, answer.count, 0)
        return count > 0 && answer.prefix(count).starts(with: "HTTP/1.1 200".utf8)
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
        if system(connect: descriptor, entry) == 0 { return true }
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
    private static func system(connect descriptor: Int32, _ entry: addrinfo) -> Int32 {
        Glibc.connect(descriptor, entry.ai_addr, entry.ai_addrlen)
    }
    #elseif canImport(Musl)
    private static let stream = SOCK_STREAM
    private static let noSignal = Int32(MSG_NOSIGNAL)
    private static func system(connect descriptor: Int32, _ entry: addrinfo) -> Int32 {
        Musl.connect(descriptor, entry.ai_addr, entry.ai_addrlen)
    }
    #else
    private static let stream = SOCK_STREAM
    private static let noSignal: Int32 = 0
    private static func system(connect descriptor: Int32, _ entry: addrinfo) -> Int32 {
        Darwin.connect(descriptor, entry.ai_addr, entry.ai_addrlen)
    }
    #endif
}
