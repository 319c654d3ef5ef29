package io.switchyard.ports.job;

/** Where characters begin and end in bytes. */
final class Utf8 {

  private Utf8() {}

  /** How many of the bytes end with a whole character. */
  static int wholeCharacters(byte[] bytes) {
    int lead = bytes.length - 1;
    while (lead >= 0 && bytes.length - lead < 4 && (bytes[lead] & 0xC0) == 0x80) {
      lead--;
    }
    if (lead < 0) {
      return bytes.length;
    }
    int b = bytes[lead] & 0xFF;
    int length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
    return lead + length > bytes.length ? lead : bytes.length;
  }

  /** How many bytes at the front are the rest of a character that began before. */
  static int cutAtFront(byte[] bytes) {
    int cut = 0;
    while (cut < 3 && cut < bytes.length && (bytes[cut] & 0xC0) == 0x80) {
      cut++;
    }
    return cut;
  }
}
