internal import CCurl

/// One libcurl transfer handle with the memory that it borrows: its header list and its error text.
///
/// Not Sendable: a handle belongs to the thread that drives it.
@safe struct EasyHandle: ~Copyable {
    /// The error of an option that libcurl refused.
    struct Refusal: Error {
        let code: CURLcode
    }

    /// The number that tells one living handle from another.
    struct Identity: Hashable {
        private let address: UInt

        init(_ pointer: UnsafeMutableRawPointer) { address = UInt(bitPattern: pointer) }
    }

    let pointer: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>
    private var headerList: UnsafeMutablePointer<curl_slist>?

    /// Returns nil when libcurl has no memory for a handle.
    init?() {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        unsafe self.pointer = pointer
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        unsafe headerList = nil
        _ = unsafe curl_setopt_buffer(pointer, CURLOPT_ERRORBUFFER, errorText)
    }

    deinit {
        unsafe curl_easy_cleanup(pointer)
        unsafe curl_slist_free_all(headerList)
        unsafe errorText.deallocate()
    }

    var identity: Identity { unsafe Identity(pointer) }

    /// The last failure in libcurl's words; nil when it has none.
    var failureText: String? {
        let text = unsafe String(cString: errorText)
        return text.isEmpty ? nil : text
    }

    func set(_ option: CURLoption, _ value: String) throws(Refusal) {
        try check(unsafe curl_setopt_string(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: Int) throws(Refusal) {
        try check(unsafe curl_setopt_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: Bool) throws(Refusal) { try set(option, value ? 1 : 0) }

    func setOffset(_ option: CURLoption, _ value: Int) throws(Refusal) {
        try check(unsafe curl_setopt_offset(pointer, option, curl_off_t(value)))
    }

    /// Sets the request's header lines; called once a handle.
    mutating func setHeaderLines(_ lines: [String]) throws(Refusal) {
        for line in lines {
            guard let longer = unsafe curl_slist_append(headerList, line) else {
                throw Refusal(code: CURLE_OUT_OF_MEMORY)
            }
            unsafe headerList = longer
        }
        try check(unsafe curl_setopt_list(pointer, CURLOPT_HTTPHEADER, headerList))
    }

    func information(_ info: CURLINFO) -> Int {
        var value = 0
        return unsafe curl_getinfo_long(pointer, info, &value) == CURLE_OK ? value : 0
    }

    func check(_ code: CURLcode) throws(Refusal) {
        if code != CURLE_OK { throw Refusal(code: code) }
    }
}
