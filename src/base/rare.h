// A value that most of its owners do not have: std::optional takes the value's room in each of
// them, this takes that of a pointer.
#pragma once

#include <memory>
#include <utility>

namespace nfsready {

template <typename Value>
class Rare {
 public:
  Rare() = default;
  Rare(Value value) : value_(std::make_unique<Value>(std::move(value))) {}  // NOLINT: as optional
  Rare(const Rare& other) { *this = other; }
  Rare(Rare&& other) noexcept = default;
  Rare& operator=(const Rare& other) {
    if (this != &other) value_ = other ? std::make_unique<Value>(*other) : nullptr;
    return *this;
  }
  Rare& operator=(Rare&& other) noexcept = default;
  ~Rare() = default;

  explicit operator bool() const { return value_ != nullptr; }
  Value& operator*() { return *value_; }
  const Value& operator*() const { return *value_; }
  Value* operator->() { return value_.get(); }
  const Value* operator->() const { return value_.get(); }

  Value& emplace() { return *(value_ = std::make_unique<Value>()); }
  void reset() { value_.reset(); }

 private:
  std::unique_ptr<Value> value_;
};

}  // namespace nfsready
