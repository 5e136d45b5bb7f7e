import Testing

@testable import DirectoryChecksum

@Suite struct JSONMembersTests {
  private func members(_ text: String) -> JSONMembers? {
    var members = JSONMembers()
    let bytes = [UInt8](text.utf8)
    let isRead = bytes.withUnsafeBufferPointer { bytes in
      var reader = JSONReader(bytes)
      return (try? members.read(&reader)) != nil && reader.peek() == nil
    }
    return isRead ? members : nil
  }

  @Test func `scalars of all depths are members`() throws {
    let object = try #require(
      members("{\"a\":\"x\\n\",\"b\":{\"a\":2,\"c\":[true,null,[\"y\"]]},\"a\":-3}"))
    #expect(object.list.map(\.depth) == [0, 1, 2, 2, 3, 0])
    #expect(object.list.map(\.kind) == [.string, .number, .boolean, .null, .string, .number])
    #expect(object.value("a") == [UInt8]("-3".utf8))
    #expect(object.value("c") == nil)
    #expect(object.list.filter { object.isName("c", of: $0) }.count == 3)
  }

  @Test(arguments: ["", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "[1]", "{\"a\":[1}"])
  func `what is no object is refused`(_ text: String) {
    #expect(members(text) == nil)
  }

  @Test func `objects nested too deep are refused`() {
    let text = String(repeating: "{\"a\":", count: 70) + "1" + String(repeating: "}", count: 70)
    #expect(members(text) == nil)
  }
}
