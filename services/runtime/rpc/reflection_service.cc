#include "services/runtime/rpc/reflection_service.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/message.h>
#include <grpcpp/support/server_callback.h>

#include <algorithm>
#include <set>
#include <utility>

#include "grpc/reflection/v1/reflection.grpc.pb.h"
#include "grpc/reflection/v1alpha/reflection.grpc.pb.h"
#include "services/runtime/rpc/request_decoder.h"
#include "services/runtime/rpc/rpc_status.h"

namespace jurimeter::runtime {
namespace {

namespace v1 = grpc::reflection::v1;
namespace v1alpha = grpc::reflection::v1alpha;
using google::protobuf::DescriptorPool;
using google::protobuf::FileDescriptor;

// Far longer than any name here. An answer repeats its request, so a request must be short.
constexpr size_t kMaxRequestBytes = 4096;

void SetError(grpc::StatusCode code, const std::string& message,
              v1::ServerReflectionResponse* response) {
  response->mutable_error_response()->set_error_code(code);
  response->mutable_error_response()->set_error_message(message);
}

// Adds each file once: first the files that `file` imports, then `file`.
void AddFile(const FileDescriptor& file, std::set<const FileDescriptor*>* added,
             v1::FileDescriptorResponse* response) {
  if (!added->insert(&file).second) return;
  for (int i = 0; i < file.dependency_count(); ++i) AddFile(*file.dependency(i), added, response);
  google::protobuf::FileDescriptorProto proto;
  file.CopyTo(&proto);
  proto.SerializeToString(response->add_file_descriptor_proto());
}

// Adds `file` and its imports. The file itself comes first, because clients look there.
void SetFile(const FileDescriptor* file, v1::ServerReflectionResponse* response) {
  if (file == nullptr) return SetError(grpc::StatusCode::NOT_FOUND, "not found", response);
  auto* files = response->mutable_file_descriptor_response();
  std::set<const FileDescriptor*> added;
  AddFile(*file, &added, files);
  auto* protos = files->mutable_file_descriptor_proto();
  std::rotate(protos->begin(), protos->end() - 1, protos->end());
}

void SetExtensionNumbers(const std::string& type, v1::ServerReflectionResponse* response) {
  const DescriptorPool* pool = DescriptorPool::generated_pool();
  const auto* message = pool->FindMessageTypeByName(type);
  if (message == nullptr) return SetError(grpc::StatusCode::NOT_FOUND, "not found", response);
  std::vector<const google::protobuf::FieldDescriptor*> extensions;
  pool->FindAllExtensions(message, &extensions);
  auto* numbers = response->mutable_all_extension_numbers_response();
  numbers->set_base_type_name(type);
  for (const auto* extension : extensions) numbers->add_extension_number(extension->number());
}

const FileDescriptor* FileOfExtension(const v1::ExtensionRequest& request) {
  const DescriptorPool* pool = DescriptorPool::generated_pool();
  const auto* type = pool->FindMessageTypeByName(request.containing_type());
  if (type == nullptr) return nullptr;
  const auto* extension = pool->FindExtensionByNumber(type, request.extension_number());
  return extension == nullptr ? nullptr : extension->file();
}

// One call, a request and an answer at a time. Deletes itself when it is done.
class Exchange : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit Exchange(const std::vector<std::string>& services) : services_(services) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    v1::ServerReflectionRequest request;
    if (request_.Length() > kMaxRequestBytes || !DecodeRequest(request_, &request)) {
      return Finish(NotAMessage(request));
    }
    response_ = EncodeResponse(Reflect(request, services_));
    StartWrite(&response_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::CANCELLED);
    StartRead(&request_);
  }

  void OnDone() override { delete this; }

 private:
  const std::vector<std::string>& services_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer response_;
};

// Both versions are the same on the wire: only their names differ.
template <typename Base>
class Version
    : public Base::template WithRawCallbackMethod_ServerReflectionInfo<typename Base::Service> {
 public:
  explicit Version(const std::vector<std::string>& services) : services_(services) {}

  grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* ServerReflectionInfo(
      grpc::CallbackServerContext* /*context*/) override {
    return new Exchange(services_);
  }

 private:
  const std::vector<std::string>& services_;
};

}  // namespace

v1::ServerReflectionResponse Reflect(const v1::ServerReflectionRequest& request,
                                     const std::vector<std::string>& services) {
  using Request = v1::ServerReflectionRequest;
  const DescriptorPool* pool = DescriptorPool::generated_pool();
  v1::ServerReflectionResponse response;
  response.set_valid_host(request.host());
  *response.mutable_original_request() = request;
  switch (request.message_request_case()) {
    case Request::kFileByFilename:
      SetFile(pool->FindFileByName(request.file_by_filename()), &response);
      break;
    case Request::kFileContainingSymbol:
      SetFile(pool->FindFileContainingSymbol(request.file_containing_symbol()), &response);
      break;
    case Request::kFileContainingExtension:
      SetFile(FileOfExtension(request.file_containing_extension()), &response);
      break;
    case Request::kAllExtensionNumbersOfType:
      SetExtensionNumbers(request.all_extension_numbers_of_type(), &response);
      break;
    case Request::kListServices:
      for (const std::string& name : services) {
        response.mutable_list_services_response()->add_service()->set_name(name);
      }
      break;
    case Request::MESSAGE_REQUEST_NOT_SET:
      SetError(grpc::StatusCode::INVALID_ARGUMENT, "expected one of the requests", &response);
      break;
  }
  return response;
}

ReflectionService::ReflectionService(std::vector<std::string> served) : names_(std::move(served)) {
  // Nothing else refers to these messages: without this the linker would leave their file out.
  google::protobuf::LinkMessageReflection<v1alpha::ServerReflectionRequest>();
  names_.push_back(v1::ServerReflection::service_full_name());
  names_.push_back(v1alpha::ServerReflection::service_full_name());
  services_.push_back(std::make_unique<Version<v1::ServerReflection>>(names_));
  services_.push_back(std::make_unique<Version<v1alpha::ServerReflection>>(names_));
}

ReflectionService::~ReflectionService() = default;

std::vector<grpc::Service*> ReflectionService::services() const {
  std::vector<grpc::Service*> services;
  for (const auto& service : services_) services.push_back(service.get());
  return services;
}

}  // namespace jurimeter::runtime
